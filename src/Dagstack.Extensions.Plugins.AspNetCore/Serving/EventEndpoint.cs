using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that listen to changes.</summary>
/// <param name="feed">The plugins.</param>
/// <param name="seats">How many may listen.</param>
/// <param name="heartbeat">How often they hear something.</param>
/// <param name="time">The time.</param>
/// <param name="answers">How it is answered.</param>
/// <param name="stopping">Whether the application stops.</param>
internal sealed class EventEndpoint(PluginFeed feed, ListenerSeats seats, TimeSpan heartbeat, TimeProvider time, PlaceAnswers answers, CancellationToken stopping)
{
    public Task<IResult> ListenAsync(HttpContext http) => answers.AnswerAsync(http, async context =>
    {
        if (WhyRefused(context, seats) is { } refusal)
        {
            return answers.Refuse(context, refusal);
        }

        var first = await feed.GetAsync().WaitAsync(http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(new FeedListener(feed, context.Root, heartbeat, time).ListenAsync(first, stopping, http.RequestAborted));
    });

    /// <summary>Says why a request may not listen; null if it may.</summary>
    public static ProblemDetails? WhyRefused(PageContext context, ListenerSeats seats) =>
        CrossSite.WhyRefused(context.Http.Request) is { } refusal
            ? Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.OtherSite, Refusal.OtherSiteTitle, refusal)
            : seats.WhyRefused(context);
}
