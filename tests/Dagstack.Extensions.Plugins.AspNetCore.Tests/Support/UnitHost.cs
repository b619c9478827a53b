using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>Starts web applications that have units of work.</summary>
internal static class UnitHost
{
    public const string Ada = "X-User: ada";

    /// <summary>Starts one where whoever is authenticated may see the units, and act where the options allow it.</summary>
    public static Task<WebHost> StartAsync(IUnits? units, Action<PluginEndpointOptions>? configure = null, Action<WebApplicationBuilder>? builder = null, Action<WebApplication>? map = null) => WebHost.StartAsync(
        static o => o.Discover("plugins/"),
        app =>
        {
            map?.Invoke(app);
            app.MapDagstackPlugins(configure: configure).RequireAuthorization();
        },
        "Production",
        application =>
        {
            HeaderAuthentication.Add(application.Services);
            if (units is not null)
            {
                application.Services.AddSingleton(units);
            }

            builder?.Invoke(application);
        });
}
