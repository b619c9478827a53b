using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Units;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>The pages, which are whole without script.</summary>
internal sealed class PluginPage : IPluginPage
{
    /// <summary>Makes the page of the start of the host.</summary>
    public static IResult Start(PageContext context, HostStart start) =>
        new HtmlResult(Frame.Write(context, "Start of the host", html => StartPage.Write(html, start)));

    public IResult List(PageContext context, PluginList list) =>
        new HtmlResult(Frame.Write(context, "Plugins", html => new ListPage(context, html).Write(list)));

    public IResult Report(PageContext context, PluginReport report) =>
        new HtmlResult(Frame.Write(context, report.Plugin.Id!, html => new ReportPage(context, html).Write(report)));

    public IResult Units(PageContext context, UnitList list) =>
        new HtmlResult(Frame.Write(context, "Units of work", html => new UnitListPage(context, html).Write(list), live: Live.Units(context)));

    public IResult Unit(PageContext context, UnitReport report) =>
        new HtmlResult(Frame.Write(context, $"Unit {report.Unit.Id}", html => new UnitReportPage(context, html).Write(report), live: Live.Unit(context, report.Unit.Href)));

    public IResult Problem(PageContext context, ProblemDetails problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        return new HtmlResult(Frame.Write(context, problem.Title ?? "Error", html => ProblemPage.Write(context, html, problem), status), status);
    }
}
