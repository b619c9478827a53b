using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that listen to units of work.</summary>
/// <param name="feed">All units.</param>
/// <param name="seats">How many may listen.</param>
/// <param name="options">How often they hear something, and what is shown.</param>
/// <param name="time">The time.</param>
/// <param name="answers">How it is answered.</param>
/// <param name="stopping">Whether the application stops.</param>
internal sealed class UnitEventEndpoints(UnitFeed feed, ListenerSeats seats, PluginEndpointOptions options, TimeProvider time, UnitAnswers answers, CancellationToken stopping)
{
    public Task<IResult> ListenToAllAsync(HttpContext http) => answers.AnswerAsync(http, async (context, _) =>
    {
        if (EventEndpoint.WhyRefused(context, seats) is { } refusal)
        {
            return answers.Refuse(context, refusal);
        }

        var first = await feed.GetAsync().WaitAsync(http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(new UnitFeedListener(feed, options.Heartbeat, time).ListenAsync(first, stopping, http.RequestAborted));
    });

    public Task<IResult> ListenAsync(HttpContext http, string id) => answers.AnswerAsync(http, async (context, units) =>
    {
        if (EventEndpoint.WhyRefused(context, seats) is { } refusal)
        {
            return answers.Refuse(context, refusal);
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        var unit = units.WatchAsync(id, end.Token).GetAsyncEnumerator(end.Token);
        var moving = unit.MoveNextAsync().AsTask();
        var followed = false;
        try
        {
            // What is wrong with the request is said before the answer begins.
            followed = await moving.WaitAsync(options.ReadTimeout, time, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            if (!followed)
            {
                await UnitListener.EndAsync(unit, moving, end).ConfigureAwait(false);
            }
        }

        http.Response.Headers["X-Accel-Buffering"] = "no";
        return followed ? TypedResults.ServerSentEvents(new UnitListener(context.Root, options.ShowUnitArguments, options.Heartbeat, time).ListenAsync(unit, end, http.RequestAborted)) : throw new UnitNotFoundException(Excerpt.Of(id));
    });
}
