using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class ManifestSection
{
    public static void Write(HtmlWriter html, JsonObject? manifest)
    {
        if (manifest is null)
        {
            return;
        }

        using (Section.In(html, "manifest", "Manifest"))
        using (html.In("details", ("data-key", "manifest-text")))
        {
            html.Element("summary", "As the host has read it, with what it left open");
            JsonBox.Write(html, "Manifest as JSON", JsonBox.Of(JsonElement.Parse(manifest.ToJsonString())));
        }
    }
}
