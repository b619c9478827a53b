using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What browsers get where programs get JSON.</summary>
internal interface IPluginPage
{
    /// <summary>Makes the page of all plugins.</summary>
    IResult List(PageContext context, PluginList list);

    /// <summary>Makes the page of one plugin.</summary>
    IResult Report(PageContext context, PluginReport report);

    /// <summary>Makes the page of the units of work.</summary>
    IResult Units(PageContext context, UnitList list);

    /// <summary>Makes the page of one unit of work.</summary>
    IResult Unit(PageContext context, UnitReport report);

    /// <summary>Makes the page of a request that failed or was refused.</summary>
    IResult Problem(PageContext context, ProblemDetails problem);
}
