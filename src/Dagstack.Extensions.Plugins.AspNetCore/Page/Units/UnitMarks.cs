using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>What is true of a unit of work besides its state.</summary>
internal static class UnitMarks
{
    public static void Write(HtmlWriter html, UnitItem unit)
    {
        if (unit.HaltsPartition)
        {
            html.Element("span", "holds up its queue", ("class", "mark warn"));
        }

        if (unit.Cancelling && !unit.Final)
        {
            html.Element("span", "is to end", ("class", "mark"));
        }

        if (unit.Unchanged)
        {
            html.Element("span", "output unchanged", ("class", "mark"));
        }
    }
}
