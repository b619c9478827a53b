using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class ResourcesSection
{
    public static void Write(HtmlWriter html, IReadOnlyList<PluginResource> resources)
    {
        if (resources.Count == 0)
        {
            return;
        }

        using (Section.In(html, "resources", "Resources"))
        using (html.In("dl", ("class", "facts sheet")))
        {
            Section.Fact(html, "Required", string.Join(", ", resources.Where(static resource => resource.Required).Select(static resource => resource.Name)), isCode: true);
            Section.Fact(html, "Optional: null where the host has none", string.Join(", ", resources.Where(static resource => !resource.Required).Select(static resource => resource.Name)), isCode: true);
        }
    }
}
