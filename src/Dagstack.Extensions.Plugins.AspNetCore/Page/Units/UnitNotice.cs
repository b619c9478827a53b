using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>What came of the action on units of work that a person comes from.</summary>
internal static class UnitNotice
{
    public static void Write(PageContext context, HtmlWriter html, UnitItem? unit)
    {
        if (TextOf(context.Http.Request.Query, unit) is { } text)
        {
            using (html.In("div", ("id", "notice"), ("data-key", "notice"), ("class", "sheet notice"), ("tabindex", "-1"), ("role", "group"), ("aria-label", "What came of it")))
            {
                html.Element("p", text);
            }
        }
    }

    private static string? TextOf(IQueryCollection query, UnitItem? unit) => (query[Notice.Parameter].ToString(), unit) switch
    {
        ("backfill", null) => $"Queued again: {Number(query["queued"])}. Left: {Number(query["left"])}, since the same work waits, runs or is done already.",
        ("enqueue", not null) => "It was taken in.",
        ("retry", not null) => "It is queued again.",
        ("cancel", { State: "cancelled" }) => "It is cancelled.",
        ("cancel", { State: "failed", HaltsPartition: false }) => "Its queue goes on without it.",
        ("cancel", { Final: false }) => "It ends as soon as its plugin lets it.",
        _ => null,
    };

    private static string Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number == 1 ? "1 unit" : $"{Times.Count(number)} units" : "some units";
}
