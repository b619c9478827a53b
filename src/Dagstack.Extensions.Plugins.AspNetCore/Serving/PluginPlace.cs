using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Acting;
using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Keys;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Maps all endpoints of one place.</summary>
internal static class PluginPlace
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern, PluginEndpointOptions options)
    {
        var services = endpoints.ServiceProvider;
        var logger = LoggerOf(services, WebLog.Category);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var (reads, reader) = (new BoundedReads(options.ReadTimeout, time), new PluginReader(services));
        var hashes = new BoundedReads(options.ReadTimeout, time, PluginEndpoints.MostHashes);
        var common = new PlaceAnswers(options.AllowActions, UnitPlace.HasUnits(services), new PluginPage(), logger);
        var answers = new PluginEndpoints(reader, reads, hashes, common);

        // All that listen wait for one read, which others may not keep from beginning.
        var feed = new PluginFeed(reader, new(options.ReadTimeout, time, most: 1));
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        var seats = new ListenerSeats(options.MaxListeners, lifetime, time);
        var events = new EventEndpoint(feed, seats, options.Heartbeat, time, common, lifetime.ApplicationStopping);
        var group = endpoints.MapGroup(pattern);
        group.MapGet(string.Empty, (Delegate)answers.ListAsync).Named(0, "list", "All plugins of the host, and its kinds")
            .Produces<PluginList>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/{kind}/{name}", answers.ReportAsync).Named(2, "report", "All that is known of one plugin")
            .Produces<PluginReport>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        PageEndpoints.Map(group, reader, reads, common);

        group.MapGet("/events", (Delegate)events.ListenAsync).Named(1, "events", "All plugins, then each change, as server-sent events")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        MapActions(group, services, options, common);
        new UnitPlace(services, options, seats, time, common, lifetime.ApplicationStopping).Map(group, LoggerOf(services, AuditLog.Category));

        // Without it, a request of another method or for another address would be answered by routing, which tells that something is there.
        group.Map($"/{{**{PlaceMetadata.Rest}}}", (Delegate)answers.NothingAsync).WithMetadata(new PlaceMetadata(null)).ExcludeFromDescription();
        ((IEndpointConventionBuilder)group).Finally(new PlaceGate(new(services, pattern, logger)).Guard);
        EndpointKeys.Watch(endpoints, options.StopOnWrongKeys ?? services.GetService<IHostEnvironment>()?.IsDevelopment() == true, logger);
        return group;
    }

    private static void MapActions(RouteGroupBuilder group, IServiceProvider services, PluginEndpointOptions options, PlaceAnswers common)
    {
        var audit = new ActionAudit(LoggerOf(services, AuditLog.Category));
        var answers = new ActionEndpoints(new(services.GetRequiredService<IPluginRegistry>(), services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping), options.AllowActions, audit, common);
        Act(group.MapPost("/retry", (Delegate)answers.RetryAllAsync).Named(1, "retry", "Tries all plugins again that are unavailable"));
        foreach (var verb in Enum.GetValues<PluginVerb>())
        {
            var name = PluginVerbs.NameOf(verb);
            Act(group.MapPost($"/{{kind}}/{{name}}/{name}", answers.For(verb)).Named(3, $"{name}-plugin", PluginVerbs.SummaryOf(verb)));
        }

        void Act(RouteHandlerBuilder endpoint)
        {
            endpoint.Produces<PluginActionResult>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
            if (!options.AllowActions)
            {
                endpoint.ExcludeFromDescription();
            }
        }
    }

    private static GuardedLogger LoggerOf(IServiceProvider services, string category) => new((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(category));
}
