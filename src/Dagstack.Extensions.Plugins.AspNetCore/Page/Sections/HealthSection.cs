using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class HealthSection
{
    public static void Write(HtmlWriter html, PluginHealthItem? health)
    {
        if (health is null)
        {
            return;
        }

        using (Section.In(html, "health", "Health"))
        using (html.In("dl", ("class", "facts sheet")))
        {
            Section.Fact(html, "Last answer", health.Status);
            Section.Fact(html, "At", Times.Text(health.At));
            Section.Fact(html, "Took", Times.Duration(health.Seconds));
            Section.Fact(html, "Unhealthy in a row", health.FailuresInARow == 0 ? null : Times.Count(health.FailuresInARow));
            Section.Fact(html, "It says", health.Description, wide: true);
        }
    }
}
