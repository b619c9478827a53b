using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>The page of a request that failed or was refused: what, why, and the way back.</summary>
internal static class ProblemPage
{
    public static void Write(PageContext context, HtmlWriter html, ProblemDetails problem)
    {
        using (html.In("div", ("id", "notice"), ("data-key", "notice"), ("class", "sheet notice bad"), ("tabindex", "-1")))
        {
            html.Element("h1", problem.Title);
            if (problem.Detail is not null)
            {
                html.Element("p", problem.Detail, ("class", "reason"));
            }

            html.Element("p", $"Status {problem.Status}", ("class", "faint small"));
        }

        using (html.In("ul", ("class", "plain"), ("data-key", "ways")))
        {
            if (context.Http.Request.RouteValues is { } values && values["kind"] is string kind && values["name"] is string name && problem.Status != StatusCodes.Status404NotFound)
            {
                WriteWay(html, PageText.Name($"{kind}:{name}"), Links.Report(context, kind, name));
            }

            if (context.HasUnits && context.Http.Request.Path.Value!.Contains(UnitReader.Path, StringComparison.Ordinal))
            {
                WriteWay(html, "All units of work", Links.Units(context));
            }

            WriteWay(html, "All plugins", Links.List(context));
        }
    }

    private static void WriteWay(HtmlWriter html, string text, string address)
    {
        using (html.In("li"))
        {
            html.Element("a", text, ("href", address));
        }
    }
}
