using Dagstack.Extensions.Plugins.AspNetCore.Acting;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that act on units of work.</summary>
/// <param name="actions">What is done.</param>
/// <param name="allowed">Whether the place has actions.</param>
/// <param name="audit">Who is told.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class UnitActionEndpoints(UnitActions actions, bool allowed, UnitAudit audit, UnitAnswers answers)
{
    public Task<IResult> CancelAsync(HttpContext http, string id) => RunOneAsync(http, "cancel", id, static (units, id, end) => units.CancelAsync(id, end), "cancelling", "It has ended already, and cannot be cancelled.");

    public Task<IResult> RetryAsync(HttpContext http, string id) => RunOneAsync(http, "retry", id, static (units, id, end) => units.RetryAsync(id, end), "queued", "Only a unit that has failed, expired or been cancelled is run again, and only while no other unit does the same work.");

    public Task<IResult> EnqueueAsync(HttpContext http) => RunAsync(http, "enqueue", UnitBodies.ReadEnqueueAsync, static request => $"a unit of {request.PluginName}",
        static (units, request, end) => units.EnqueueAsync(request.PluginName, request.Args ?? UnitBodies.NoArguments, new() { IdempotencyKey = request.IdempotencyKey, PartitionKey = request.PartitionKey, ExpiresAfter = UnitBodies.ExpiresAfter(request) }, end),
        static result => result.Deduplicated ? $"{result.UnitId}, which was there already" : result.UnitId,
        (context, _, result) =>
        {
            var href = UnitReader.AddressOf(result.UnitId, context.Root);
            context.Http.Response.Headers.Location = href;
            return Prefers.Html(context.Http.Request)
                ? Lead(context, $"{href}?{Notice.Parameter}=enqueue")
                : TypedResults.Json(result, UnitRequestJson.Default.EnqueueResult, statusCode: result.Deduplicated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });

    public Task<IResult> BackfillAsync(HttpContext http) => RunAsync(http, "backfill", UnitBodies.ReadBackfillAsync, UnitBodies.Describe,
        static (units, request, end) => units.BackfillAsync(request, end),
        static result => $"{result.EnqueuedCount} queued, {result.SkippedCount} left",
        static (context, request, result) => Prefers.Html(context.Http.Request)
            ? Lead(context, Links.Backfilled(context, request, result))
            : TypedResults.Json(result, UnitRequestJson.Default.BackfillResult));

    private Task<IResult> RunOneAsync(HttpContext http, string verb, string id, Func<IUnits, string, CancellationToken, ValueTask<bool>> act, string outcome, string otherwise) => RunAsync(http, verb, _ => Task.FromResult(id), static id => id,
        async (units, id, end) => await act(units, id, end).ConfigureAwait(false) ? outcome : throw new InvalidOperationException(otherwise),
        static outcome => outcome,
        (context, id, result) =>
        {
            var href = UnitReader.AddressOf(id, context.Root);
            return Prefers.Html(context.Http.Request) ? Lead(context, $"{href ?? Links.Units(context)}?{Notice.Parameter}={verb}") : TypedResults.Json(new(verb, result, ShownText.Name(id), href), ModelJson.Default.UnitActionResult);
        });

    /// <summary>Goes through all that an action has: the gate, the request, the audit, the action, the answer.</summary>
    private Task<IResult> RunAsync<TRequest, T>(HttpContext http, string verb, Func<HttpRequest, Task<TRequest>> read, Func<TRequest, string> describe, Func<IUnits, TRequest, CancellationToken, ValueTask<T>> act, Func<T, string> outcome, Func<PageContext, TRequest, T, IResult> answer) =>
        answers.AnswerAsync(http, async (context, units) =>
        {
            if (ActionGate.WhyRefused(context, allowed) is { } refusal)
            {
                audit.Refused(http, verb, http.Request.RouteValues["id"] as string ?? "units of work", refusal.Detail!);
                return answers.Refuse(context, refusal);
            }

            var request = await read(http.Request).ConfigureAwait(false);
            audit.Asked(http, verb, describe(request));
            var deed = await ActAsync(http, verb, describe(request), () => actions.RunAsync(end => act(units, request, end), outcome)).WaitAsync(http.RequestAborted).ConfigureAwait(false);
            return deed.Fault is null ? answer(context, request, deed.Answer!) : Refuse(context, verb, deed.Fault);
        });

    /// <summary>Acts, and says what came of it also if whoever asked has gone.</summary>
    private async Task<UnitDeed<T>> ActAsync<T>(HttpContext http, string verb, string units, Func<Task<UnitDeed<T>>> act)
    {
        var audited = audit.Of(http, verb, units);
        var deed = await act().ConfigureAwait(false);
        audited(deed.Outcome, deed.Fault);
        return deed;
    }

    private IResult Refuse(PageContext context, string verb, Exception fault)
    {
        var problem = UnitProblems.Of(fault)
            ?? (fault is InvalidOperationException
                ? Refusal.Of(StatusCodes.Status409Conflict, ProblemTypes.NotPossible, "That cannot be done now.", ShownText.Text(ExceptionText.MessageOf(fault)))
                : Refusal.Of(StatusCodes.Status500InternalServerError, ProblemTypes.ActionFailed, "It failed unexpectedly.", ShownText.Text(ExceptionText.Of(fault))));
        problem.Extensions["action"] = verb;
        return answers.Refuse(context, problem);
    }

    private static StatusCodeHttpResult Lead(PageContext context, string address)
    {
        context.Http.Response.Headers.Location = address;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
