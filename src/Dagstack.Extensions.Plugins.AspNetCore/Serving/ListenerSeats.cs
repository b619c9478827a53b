using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>How many requests of one place listen, whatever they listen to.</summary>
/// <param name="most">How many may.</param>
/// <param name="lifetime">The life of the application.</param>
/// <param name="time">The time.</param>
internal sealed class ListenerSeats(int most, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private int _taken;

    /// <summary>Takes one for a request, until its answer is complete; says why there is none otherwise.</summary>
    public ProblemDetails? WhyRefused(PageContext context)
    {
        var http = context.Http;
        if (Interlocked.Increment(ref _taken) > most)
        {
            Interlocked.Decrement(ref _taken);
            http.Response.Headers.RetryAfter = "10";
            return Refusal.Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.TooManyListeners, "Too many are listening.", $"{most} requests listen to the plugins already. Try again later, or raise MaxListeners where the plugins are mapped.");
        }

        var patience = new ListenerEnd(http, lifetime, time);
        http.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _taken);
            patience.Dispose();
            return Task.CompletedTask;
        });
        return null;
    }
}
