using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>What the answers of one place have in common.</summary>
/// <param name="allowsActions">Whether the place has actions.</param>
/// <param name="hasUnits">Whether the host has units of work.</param>
/// <param name="page">What browsers get; null for what programs get.</param>
/// <param name="logger">The log.</param>
internal sealed class PlaceAnswers(bool allowsActions, bool hasUnits, IPluginPage? page, ILogger logger)
{
    /// <summary>Answers a request, and says what is wrong if that throws.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, Func<PageContext, Task<IResult>> answer)
    {
        var visit = http.Features.Get<PlaceVisit>()!;
        var context = new PageContext(http, visit.Root, MayAct: allowsActions && visit.Visibility == Visibility.Authorized, hasUnits);
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

    /// <summary>Gets what makes the answer in HTML; null where JSON is asked for.</summary>
    public IPluginPage? PageFor(HttpContext http) => Prefers.Html(http.Request) ? page : null;

    public IResult Refuse(PageContext context, ProblemDetails problem) =>
        PageFor(context.Http) is { } html ? html.Problem(context, problem) : TypedResults.Problem(problem);
}
