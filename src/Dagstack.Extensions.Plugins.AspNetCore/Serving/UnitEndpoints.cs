using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers requests that ask for units of work.</summary>
/// <param name="reads">How they are read.</param>
/// <param name="showArguments">Whether what they work on is shown.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class UnitEndpoints(BoundedReads reads, bool showArguments, UnitAnswers answers)
{
    public Task<IResult> ListAsync(HttpContext http, string? plugin = null, string[]? state = null, string? partition = null, string? after = null, string? limit = null) => answers.AnswerAsync(http, async (context, units) =>
    {
        var query = UnitQueryReader.Read(plugin, state ?? [], partition, after, limit);
        var list = await reads.RunAsync(end => ReadAsync(units, query, context.Root, end), http.RequestAborted).ConfigureAwait(false);
        return answers.PageFor(http) is { } html ? html.Units(context, list) : TypedResults.Json(list, ModelJson.Default.UnitList);
    });

    public Task<IResult> ReportAsync(HttpContext http, string id) => answers.AnswerAsync(http, async (context, units) =>
    {
        var unit = await reads.RunAsync(async end => await units.GetAsync(id, end).ConfigureAwait(false), http.RequestAborted).ConfigureAwait(false) ?? throw new UnitNotFoundException(Excerpt.Of(id));
        var report = UnitReader.Report(unit, context.Root, showArguments);
        return answers.PageFor(http) is { } html ? html.Unit(context, report) : TypedResults.Json(report, ModelJson.Default.UnitReport);
    });

    /// <summary>Reads the counts and a page of the units.</summary>
    public static async Task<UnitList> ReadAsync(IUnits units, UnitQuery? query, string root, CancellationToken end)
    {
        var page = await units.ListAsync(query, end).ConfigureAwait(false);
        var counts = await units.CountAsync(end).ConfigureAwait(false);
        return new([.. counts.Select(count => UnitReader.Read(count, root))], [.. page.Units.Select(unit => UnitReader.Read(unit, root))], page.Next);
    }
}
