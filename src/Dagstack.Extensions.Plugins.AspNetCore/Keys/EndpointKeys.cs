using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Keys;

/// <summary>Looks whether endpoints ask for plugins by keys that none has, once for each application, before anybody meets that in a request.</summary>
internal static class EndpointKeys
{
    private const string Who = "Endpoints";

    private static readonly ConditionalWeakTable<IServiceProvider, object> s_watched = [];

    /// <summary>Has the endpoints of an application looked at: all of them, also those that are mapped after this.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="stops">Whether a wrong key keeps it from starting. Otherwise they are looked at when it has started, and that is logged.</param>
    /// <param name="logger">The log.</param>
    public static void Watch(IEndpointRouteBuilder endpoints, bool stops, ILogger logger)
    {
        var services = endpoints.ServiceProvider;
        if (!s_watched.TryAdd(services, endpoints))
        {
            return;
        }

        if (stops && endpoints is IApplicationBuilder application)
        {
            // It adds no middleware. Its turn comes when the pipeline is built: all is mapped by then, and nobody is listened to yet.
            application.Use(next => Check(BuildingEndpoints.Find(endpoints.DataSources, services, logger), services) is { } fault ? throw fault : next);
            return;
        }

        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(() => _ = Task.Run(() => LookLater(services, stops ? lifetime : null, logger)));
    }

    private static PluginKeyException? Check(IEnumerable<PluginKeyUse> uses, IServiceProvider services) => services.CheckPluginKeys(uses, Who);

    private static void LookLater(IServiceProvider services, IHostApplicationLifetime? lifetime, ILogger logger)
    {
        try
        {
            var endpoints = services.GetRequiredService<EndpointDataSource>().Endpoints;
            if (Check(endpoints.SelectMany(static endpoint => HandlerParameters.Of(endpoint.DisplayName, endpoint.Metadata)), services) is { } wrong)
            {
                logger.KeysWrong(wrong.Message);
                lifetime?.StopApplication();
            }
        }
        catch (Exception fault)
        {
            // Endpoints that cannot be built are told of by ASP.NET Core, to each request; a stopped application has none.
            logger.KeysNotLookedAt(ExceptionText.Loggable(fault));
        }
    }
}
