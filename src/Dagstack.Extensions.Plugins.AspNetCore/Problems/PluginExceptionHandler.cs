using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.AspNetCore.Problems;

/// <summary>Answers requests that met an error of a plugin.</summary>
/// <param name="options">How it is told.</param>
/// <param name="environment">Where the application runs.</param>
/// <param name="problems">Writes problem details.</param>
internal sealed class PluginExceptionHandler(IOptions<PluginProblemOptions> options, IHostEnvironment environment, IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (PluginProblem.Of(exception, settings.NoCapabilityStatus, settings.IncludeMessages ?? environment.IsDevelopment()) is not { } problem)
        {
            return false;
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        if (exception is PluginUnavailableException)
        {
            httpContext.Response.Headers.RetryAfter = ((long)Math.Ceiling(settings.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // A client that takes no JSON has the status alone.
        await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception }).ConfigureAwait(false);
        return true;
    }
}
