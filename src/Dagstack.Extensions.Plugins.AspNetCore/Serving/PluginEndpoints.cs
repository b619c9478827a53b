using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers the requests of one place.</summary>
/// <param name="reader">What is read.</param>
/// <param name="reads">How it is read.</param>
/// <param name="page">What browsers get; null for what programs get.</param>
/// <param name="logger">The log.</param>
internal sealed class PluginEndpoints(PluginReader reader, BoundedReads reads, IPluginPage? page, ILogger logger)
{
    public Task<IResult> ListAsync(HttpContext http) => AnswerAsync(http, async context =>
    {
        var list = await reads.RunAsync(() => Task.FromResult(reader.List(context.Root)), http.RequestAborted).ConfigureAwait(false);
        return PageFor(http) is { } html ? html.List(context, list) : TypedResults.Json(list, ModelJson.Default.PluginList);
    });

    public Task<IResult> ReportAsync(HttpContext http, string kind, string name) => AnswerAsync(http, async context =>
    {
        var id = new PluginId(kind, name);
        var (report, near) = await reads.RunAsync(() => Task.FromResult(reader.Report(id, context.Root) is { } found ? (found, null) : (default(PluginReport), reader.Nearest(id))), http.RequestAborted).ConfigureAwait(false);
        return report is null ? Refuse(context, NotFound(id, near))
            : PageFor(http) is { } html ? html.Report(context, report)
            : TypedResults.Json(report, ModelJson.Default.PluginReport);
    });

    public Task<IResult> NothingAsync(HttpContext http) => AnswerAsync(http, context => Task.FromResult(Refuse(context, Refusal.Of(
        StatusCodes.Status404NotFound,
        ProblemTypes.NoSuchAddress,
        "There is nothing at this address.",
        $"There is no {Excerpt.Of(http.Request.Method)} of this address. GET {context.Root} has all plugins, with the address of each."))));

    private async Task<IResult> AnswerAsync(HttpContext http, Func<PageContext, Task<IResult>> answer)
    {
        var visit = http.Features.Get<PlaceVisit>()!;
        var context = new PageContext(http, visit.Root, MayAct: false);
        try
        {
            return await answer(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (TimeoutException fault)
        {
            logger.NotRead(ExceptionText.Loggable(fault));
            http.Response.Headers.RetryAfter = "10";
            return Refuse(context, Refusal.Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.Busy, "The host does not answer.", "What the host says of its plugins could not be read in time. Something that it asks blocks, such as a provider of configuration; try again, and look at what the host waits for."));
        }
        catch (Exception fault)
        {
            logger.NotRead(ExceptionText.Loggable(fault));
            return Refuse(context, Refusal.Of(StatusCodes.Status500InternalServerError, ProblemTypes.NotRead, "The host cannot say it.", $"What the host says of its plugins could not be read: that threw {fault.GetType().Name}. The application's log has the whole error, event 342."));
        }
    }

    private IPluginPage? PageFor(HttpContext http) => Prefers.Html(http.Request) ? page : null;

    private IResult Refuse(PageContext context, ProblemDetails problem) =>
        PageFor(context.Http) is { } html ? html.Problem(context, problem) : TypedResults.Problem(problem);

    private static ProblemDetails NotFound(PluginId id, string? near)
    {
        var problem = Refusal.Of(
            StatusCodes.Status404NotFound,
            ProblemTypes.NoSuchPlugin,
            "There is no such plugin.",
            $"There is no plugin '{Excerpt.Of(id.ToString())}'.{(near is null ? string.Empty : $" Did you mean '{Excerpt.Of(near)}'?")}");
        problem.Extensions["plugin"] = ShownText.Name(id.ToString());
        problem.Extensions["nearest"] = ShownText.Name(near);
        return problem;
    }
}
