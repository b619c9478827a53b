using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Drawing;

/// <summary>Draws who depends on whom. A list beside it says the same in words.</summary>
internal static class GraphDrawing
{
    /// <summary>More than these are no picture that helps.</summary>
    public const int MaxNodes = 40;

    private const int Width = 190;
    private const int Height = 44;
    private const int Gap = 60;
    private const int RowGap = 14;
    private const int Margin = 6;
    private const int MaxText = 23;

    /// <summary>Writes the picture.</summary>
    /// <param name="html">Where.</param>
    /// <param name="nodes">The plugins.</param>
    /// <param name="label">What the picture shows, for those who do not see it.</param>
    public static void Write(HtmlWriter html, IReadOnlyList<PluginNode> nodes, string label)
    {
        var columns = GraphLayout.Of(nodes);
        var rows = columns.Max(static column => column.Count);
        var width = (columns.Count * (Width + Gap)) - Gap + (2 * Margin);
        var height = (rows * (Height + RowGap)) - RowGap + (2 * Margin);
        var places = PlacesOf(columns, height);
        using (html.In("svg", ("class", "graph"), ("viewBox", $"0 0 {width} {height}"), ("width", Number(width)), ("height", Number(height)), ("role", "img"), ("aria-label", label)))
        {
            using (html.In("defs"))
            using (html.In("marker", ("id", "arrow"), ("viewBox", "0 0 8 8"), ("refX", "8"), ("refY", "4"), ("markerWidth", "8"), ("markerHeight", "8"), ("orient", "auto-start-reverse")))
            {
                html.Element("path", null, ("d", "M0 0 8 4 0 8Z"));
            }

            foreach (var node in nodes)
            {
                foreach (var dependency in node.DependsOn.Where(places.ContainsKey))
                {
                    WriteArrow(html, places[dependency], places[node.Id]);
                }
            }

            foreach (var node in nodes)
            {
                WriteNode(html, node, places[node.Id]);
            }
        }
    }

    private static Dictionary<string, (int X, int Y)> PlacesOf(IReadOnlyList<IReadOnlyList<PluginNode>> columns, int height)
    {
        var places = new Dictionary<string, (int X, int Y)>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Count; column++)
        {
            var top = (height - (columns[column].Count * (Height + RowGap)) + RowGap) / 2;
            for (var row = 0; row < columns[column].Count; row++)
            {
                places[columns[column][row].Id] = (Margin + (column * (Width + Gap)), top + (row * (Height + RowGap)));
            }
        }

        return places;
    }

    /// <summary>From a plugin to the one that waits for it.</summary>
    private static void WriteArrow(HtmlWriter html, (int X, int Y) from, (int X, int Y) to)
    {
        var (x, y) = (from.X + Width, from.Y + (Height / 2));
        var (endX, endY) = (to.X, to.Y + (Height / 2));
        var bend = Gap / 2;
        html.Element("path", null, ("d", $"M{x} {y}C{x + bend} {y} {endX - bend} {endY} {endX} {endY}"), ("marker-end", "url(#arrow)"));
    }

    private static void WriteNode(HtmlWriter html, PluginNode node, (int X, int Y) place)
    {
        using (html.In("g", ("class", node.IsHere ? "here" : null)))
        {
            html.Element("rect", null, ("x", Number(place.X)), ("y", Number(place.Y)), ("width", Number(Width)), ("height", Number(Height)), ("rx", "6"));
            html.Element("text", Cut(Excerpt.Printable(node.Id)), ("x", Number(place.X + 12)), ("y", Number(place.Y + 19)));
            html.Element("text", node.State, ("x", Number(place.X + 12)), ("y", Number(place.Y + 35)), ("class", "faint"));
        }
    }

    private static string Cut(string text) =>
        text.Length <= MaxText ? text : text[..(MaxText - (char.IsHighSurrogate(text[MaxText - 2]) ? 2 : 1))] + "…";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
