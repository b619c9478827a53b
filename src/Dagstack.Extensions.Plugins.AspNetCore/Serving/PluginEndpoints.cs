using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers the requests of one place.</summary>
/// <param name="reader">What is read.</param>
/// <param name="reads">How it is read.</param>
/// <param name="hashes">How it is read with the files of plugins, which takes long and is nothing that the others should wait for.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class PluginEndpoints(PluginReader reader, BoundedReads reads, BoundedReads hashes, PlaceAnswers answers)
{
    public const int MostHashes = 2;

    public Task<IResult> ListAsync(HttpContext http) => answers.AnswerAsync(http, async context =>
    {
        var list = await reads.RunAsync(_ => Task.FromResult(reader.State().ToList(context.Root)), http.RequestAborted).ConfigureAwait(false);
        return answers.PageFor(http) is { } html ? html.List(context, list) : TypedResults.Json(list, ModelJson.Default.PluginList);
    });

    public Task<IResult> ReportAsync(HttpContext http, string kind, string name, bool hash = false) => answers.AnswerAsync(http, async context =>
    {
        if (hash && CrossSite.WhyRefused(http.Request) is { } refusal)
        {
            return answers.Refuse(context, Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.OtherSite, Refusal.OtherSiteTitle, refusal));
        }

        var id = new PluginId(kind, name);
        var (report, near) = await (hash ? hashes : reads).RunAsync(async end => await reader.ReportAsync(id, context.Root, hash, end).ConfigureAwait(false) is { } found ? (found, null) : (default(PluginReport), reader.Nearest(id)), http.RequestAborted).ConfigureAwait(false);
        return report is null ? answers.Refuse(context, Refusal.NoSuchPlugin(id, near))
            : answers.PageFor(http) is { } html ? html.Report(context, report)
            : TypedResults.Json(report, ModelJson.Default.PluginReport);
    });

    public Task<IResult> NothingAsync(HttpContext http) => answers.AnswerAsync(http, context => Task.FromResult(answers.Refuse(context, Refusal.Of(
        StatusCodes.Status404NotFound,
        ProblemTypes.NoSuchAddress,
        "There is nothing at this address.",
        $"There is no {Excerpt.Of(http.Request.Method)} of this address. GET {context.Root} has all plugins, with the address of each."))));
}
