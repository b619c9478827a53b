using Dagstack.Extensions.Plugins.AspNetCore.Acting;
using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Maps the endpoints of units of work of one place. Where the host has none, they say so.</summary>
/// <param name="services">The application's services.</param>
/// <param name="options">What the place serves.</param>
/// <param name="seats">How many may listen.</param>
/// <param name="time">The time.</param>
/// <param name="common">How it is answered.</param>
/// <param name="stopping">Whether the application stops.</param>
internal sealed class UnitPlace(IServiceProvider services, PluginEndpointOptions options, ListenerSeats seats, TimeProvider time, PlaceAnswers common, CancellationToken stopping)
{
    private const string OneUnit = UnitReader.Path + "/{id}";

    private readonly bool _isDescribed = HasUnits(services);

    /// <summary>Tells whether the host has units of work, without making what keeps them.</summary>
    public static bool HasUnits(IServiceProvider services) =>
        services.GetService<IServiceProviderIsService>() is { } registered ? registered.IsService(typeof(IUnits)) : services.GetService<IUnits>() is not null;

    public void Map(RouteGroupBuilder group, ILogger audit)
    {
        var answers = new UnitAnswers(services, common);
        MapReads(group, new(new(options.ReadTimeout, time), options.ShowUnitArguments, answers));
        MapEvents(group, new(new(ReadAllAsync, new(options.ReadTimeout, time, most: 1), time), seats, options, time, answers, stopping));
        MapActions(group, new(new(options.ReadTimeout, time, stopping), options.AllowActions, new(audit), answers));
    }

    private Task<UnitList> ReadAllAsync(CancellationToken end) => UnitEndpoints.ReadAsync(services.GetRequiredService<IUnits>(), null, string.Empty, end);

    private void MapReads(RouteGroupBuilder group, UnitEndpoints endpoints)
    {
        Describe(group.MapGet(UnitReader.Path, endpoints.ListAsync).Named(2, "units", "Units of work, the newest first, and how many there are of each plugin"))
            .Produces<UnitList>().ProducesProblem(StatusCodes.Status400BadRequest);
        Describe(group.MapGet(OneUnit, endpoints.ReportAsync).Named(3, "unit", "All that is known of one unit of work"))
            .Produces<UnitReport>();
    }

    private void MapEvents(RouteGroupBuilder group, UnitEventEndpoints endpoints)
    {
        Describe(group.MapGet($"{UnitReader.Path}/events", (Delegate)endpoints.ListenToAllAsync).Named(3, "units-events", "How many units of work there are, then each change, as server-sent events"))
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
        Describe(group.MapGet($"{OneUnit}/events", endpoints.ListenAsync).Named(4, "unit-events", "One unit of work, then each change until its end, as server-sent events"))
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");
    }

    private void MapActions(RouteGroupBuilder group, UnitActionEndpoints endpoints)
    {
        Act(MapBody(group, UnitReader.Path, 2, endpoints.EnqueueAsync).Named(2, "enqueue-unit", "Takes a unit of work in"))
            .Accepts<UnitRequest>("application/json").Produces<EnqueueResult>(StatusCodes.Status202Accepted).Produces<EnqueueResult>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        Act(MapBody(group, $"{UnitReader.Path}/backfill", 3, endpoints.BackfillAsync).Named(3, "backfill-units", "Runs units of work again that have failed, expired or been cancelled"))
            .Accepts<BackfillRequest>("application/json", "application/x-www-form-urlencoded").Produces<BackfillResult>().ProducesProblem(StatusCodes.Status400BadRequest);
        Act(group.MapPost($"{OneUnit}/cancel", endpoints.CancelAsync).Named(4, "cancel-unit", "Cancels a unit of work"))
            .Produces<UnitActionResult>().ProducesProblem(StatusCodes.Status409Conflict);
        Act(group.MapPost($"{OneUnit}/retry", endpoints.RetryAsync).Named(4, "retry-unit", "Runs one unit of work again that has failed, expired or been cancelled"))
            .Produces<UnitActionResult>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Maps what reads a body. Routing passes it over for requests whose body is another, which are to be told what is wrong, too.</summary>
    private static RouteHandlerBuilder MapBody(RouteGroupBuilder group, string path, int segments, Func<HttpContext, Task<IResult>> answer)
    {
        group.MapPost(path, (Delegate)answer).WithMetadata(new PlaceMetadata(segments)).ExcludeFromDescription();
        var described = group.MapPost(path, (Delegate)answer);
        described.Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order--);
        return described;
    }

    private RouteHandlerBuilder Act(RouteHandlerBuilder endpoint)
    {
        Describe(endpoint).ProducesProblem(StatusCodes.Status403Forbidden);
        return options.AllowActions ? endpoint : endpoint.ExcludeFromDescription();
    }

    private RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint)
    {
        endpoint.ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return _isDescribed ? endpoint : endpoint.ExcludeFromDescription();
    }
}
