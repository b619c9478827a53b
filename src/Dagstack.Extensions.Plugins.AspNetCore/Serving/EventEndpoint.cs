using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that listen to changes.</summary>
/// <param name="feed">The plugins.</param>
/// <param name="options">How many may listen, and how often they hear something.</param>
/// <param name="lifetime">The life of the application.</param>
/// <param name="time">The time.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class EventEndpoint(PluginFeed feed, PluginEndpointOptions options, IHostApplicationLifetime lifetime, TimeProvider time, PlaceAnswers answers)
{
    private int _listeners;

    public Task<IResult> ListenAsync(HttpContext http) => answers.AnswerAsync(http, async context =>
    {
        if (CrossSite.WhyRefused(http.Request) is { } refusal)
        {
            return answers.Refuse(context, Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.OtherSite, Refusal.OtherSiteTitle, refusal));
        }

        if (Interlocked.Increment(ref _listeners) > options.MaxListeners)
        {
            Interlocked.Decrement(ref _listeners);
            http.Response.Headers.RetryAfter = "10";
            return answers.Refuse(context, Refusal.Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.TooManyListeners, "Too many are listening.", $"{options.MaxListeners} requests listen to the plugins already. Try again later, or raise MaxListeners where the plugins are mapped."));
        }

        var patience = new ListenerEnd(http, lifetime, time);
        http.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _listeners);
            patience.Dispose();
            return Task.CompletedTask;
        });
        var first = await feed.GetAsync().WaitAsync(http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(new FeedListener(feed, context.Root, options.Heartbeat, time).ListenAsync(first, lifetime.ApplicationStopping, http.RequestAborted));
    });
}
