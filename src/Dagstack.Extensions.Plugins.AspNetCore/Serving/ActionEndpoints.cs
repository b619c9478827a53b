using Dagstack.Extensions.Plugins.AspNetCore.Acting;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that act. Bodies are not read: a form of a page and an empty request are the same.</summary>
/// <param name="actions">What is done.</param>
/// <param name="allowed">Whether the place has actions.</param>
/// <param name="audit">Who is told.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class ActionEndpoints(PluginActions actions, bool allowed, ActionAudit audit, PlaceAnswers answers)
{
    private const string RetryAll = "retry";

    /// <summary>Answers for one verb.</summary>
    public Delegate For(PluginVerb verb) => (HttpContext http, string kind, string name) =>
    {
        var id = new PluginId(kind, name);
        return RunAsync(http, PluginVerbs.NameOf(verb), id.ToString(), () => actions.RunAsync(verb, id));
    };

    public Task<IResult> RetryAllAsync(HttpContext http) => RunAsync(http, RetryAll, ActionAudit.AllPlugins, actions.RetryAllAsync);

    private Task<IResult> RunAsync(HttpContext http, string verb, string plugin, Func<Task<PluginDeed>> act) => answers.AnswerAsync(http, async context =>
    {
        if (ActionGate.WhyRefused(context, allowed) is { } refusal)
        {
            audit.Refused(http, verb, plugin, refusal.Detail!);
            return answers.Refuse(context, refusal);
        }

        audit.Asked(http, verb, plugin);
        var deed = await ActAsync(http, verb, plugin, act).WaitAsync(http.RequestAborted).ConfigureAwait(false);
        return Answer(context, verb, deed);
    });

    /// <summary>Acts, and says what came of it also if whoever asked has gone.</summary>
    private async Task<PluginDeed> ActAsync(HttpContext http, string verb, string plugin, Func<Task<PluginDeed>> act)
    {
        var audited = audit.Of(http, verb, plugin);
        var deed = await act().ConfigureAwait(false);
        audited(deed);
        return deed;
    }

    private IResult Answer(PageContext context, string verb, PluginDeed deed)
    {
        var item = deed.Status is { } status ? ItemReader.Read(status, context.Root) : null;
        var reload = deed.Reload is { } done ? ReloadReader.Read(done) : null;
        if (deed.Failure is { } failure)
        {
            var problem = Refusal.Of(failure);
            problem.Extensions["action"] = verb;
            problem.Extensions["outcome"] = deed.Outcome;
            problem.Extensions["code"] = failure.Code;
            problem.Extensions["plugin"] = item?.Id;
            return answers.Refuse(context, problem);
        }

        if (!Prefers.Html(context.Http.Request))
        {
            return TypedResults.Json(new(verb, deed.Outcome, item, reload), ModelJson.Default.PluginActionResult);
        }

        context.Http.Response.Headers.Location = $"{item?.Href ?? Links.List(context)}?did={verb}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
