using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Drawing;

/// <summary>Puts plugins into columns: each stands to the right of all that it depends on.</summary>
internal sealed class GraphLayout
{
    private readonly Dictionary<string, PluginNode> _nodes;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private GraphLayout(IEnumerable<PluginNode> nodes) => _nodes = nodes.ToDictionary(static node => node.Id, StringComparer.Ordinal);

    /// <summary>Lays out plugins.</summary>
    /// <returns>The columns, from left to right, each ordinal by identity.</returns>
    public static IReadOnlyList<IReadOnlyList<PluginNode>> Of(IReadOnlyList<PluginNode> nodes)
    {
        var layout = new GraphLayout(nodes);
        return
        [
            .. nodes.GroupBy(node => layout.ColumnOf(node, []))
                .OrderBy(static column => column.Key)
                .Select(static column => column.OrderBy(static node => node.Id, StringComparer.Ordinal).ToList()),
        ];
    }

    /// <summary>Plugins that depend on each other in a circle, which never start, stand where the circle was entered.</summary>
    private int ColumnOf(PluginNode node, HashSet<string> open)
    {
        if (_columns.TryGetValue(node.Id, out var known))
        {
            return known;
        }

        if (!open.Add(node.Id))
        {
            return 0;
        }

        var column = 0;
        foreach (var id in node.DependsOn)
        {
            if (_nodes.TryGetValue(id, out var dependency))
            {
                column = Math.Max(column, ColumnOf(dependency, open) + 1);
            }
        }

        open.Remove(node.Id);
        return _columns[node.Id] = column;
    }
}
