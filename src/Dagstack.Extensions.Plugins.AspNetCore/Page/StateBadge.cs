using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>A state as a shape and a word: a colour alone tells it to nobody.</summary>
internal static class StateBadge
{
    private static readonly Dictionary<string, string> s_shapes = new(StringComparer.Ordinal)
    {
        ["ready"] = "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Z",
        ["degraded"] = "M6 .5 12 11.5H0Z",
        ["unavailable"] = "M2 0 6 4l4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4Z",
        ["leaked"] = "M6 0 12 6 6 12 0 6Z",
        ["starting"] = "M6 0a6 6 0 0 1 0 12Z",
        ["reloading"] = "M6 0a6 6 0 1 1-6 6h6Z",
        ["stopping"] = "M6 0a6 6 0 0 0 0 12Z",
        ["stopped"] = "M1 1h10v10H1Z",
        ["disabled"] = "M0 4.5h12v3H0Z",
        ["queued"] = "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
        ["running"] = "M1 0 12 6 1 12Z",
        ["succeeded"] = "M0 6.6 1.9 4.7 4.6 7.4 10.1 1.6 12 3.5 4.6 11.2Z",
        ["failed"] = "M2 0 6 4l4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4Z",
        ["cancelled"] = "M0 4.5h12v3H0Z",
        ["expired"] = "M1 0h10L6.7 6 11 12H1L5.3 6Z",
        ["discovered"] = "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
    };

    /// <summary>Gets the states of plugins, those that need a person first.</summary>
    public static IReadOnlyList<string> Order { get; } = ["unavailable", "leaked", "degraded", "reloading", "starting", "stopping", "discovered", "ready", "stopped", "disabled"];

    /// <summary>Writes the shapes, once for a page.</summary>
    public static void WriteShapes(HtmlWriter html)
    {
        using (html.In("svg", ("width", "0"), ("height", "0"), ("class", "quiet"), ("aria-hidden", "true"), ("focusable", "false")))
        {
            foreach (var (state, shape) in s_shapes)
            {
                using (html.In("symbol", ("id", $"s-{state}"), ("viewBox", "0 0 12 12")))
                {
                    html.Element("path", null, ("d", shape), ("fill-rule", "evenodd"));
                }
            }
        }
    }

    public static void Write(HtmlWriter html, string state)
    {
        using (html.In("span", ("class", $"state {state}")))
        {
            using (html.In("svg", ("aria-hidden", "true"), ("focusable", "false")))
            {
                html.Element("use", null, ("href", $"#s-{state}"));
            }

            html.Element("span", state);
        }
    }
}
