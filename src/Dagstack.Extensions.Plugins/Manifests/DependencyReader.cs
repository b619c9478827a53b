using System.Globalization;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Reads an array of plugins, by name or by kind and name.</summary>
internal static class DependencyReader
{
    public static IReadOnlyList<PluginDependency> Read(ManifestTable plugin, ManifestField field, ManifestNode node)
    {
        var path = plugin.PathOf(field.Key);
        if (node.Kind != ManifestNodeKind.Array)
        {
            plugin.Wrong(path, node, $"an array of names or of {plugin.Words.DependencyShape}", node.Kind == ManifestNodeKind.String ? $"Write [\"{Excerpt.Of(node.Text)}\"]." : null);
            return [];
        }

        var dependencies = new List<PluginDependency>(node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (Item(plugin, field, node.Items[i], $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]") is { } dependency)
            {
                dependencies.Add(dependency);
            }
        }

        return dependencies.AsReadOnly();
    }

    private static PluginDependency? Item(ManifestTable plugin, ManifestField field, ManifestNode node, string path)
    {
        switch (node.Kind)
        {
            case ManifestNodeKind.String when PluginId.IsValidPart(node.Text):
                return new PluginDependency(node.Text);
            case ManifestNodeKind.String when PluginId.TryParse(node.Text, out var id):
                plugin.Wrong(path, node, $"a name or {plugin.Words.DependencyShape}", $"Write {plugin.Words.Dependency(Excerpt.Of(id.Kind), Excerpt.Of(id.Name))}.");
                return null;
            case ManifestNodeKind.Table:
                var table = plugin.TableOf(node, path, field.Fields);
                var (kind, name) = (Part(table, ManifestKeys.Kind), Part(table, ManifestKeys.Name));
                return kind is null || name is null ? null : new PluginDependency(name, kind);
            default:
                plugin.Wrong(path, node, $"a name or {plugin.Words.DependencyShape}");
                return null;
        }
    }

    private static string? Part(ManifestTable table, string key)
    {
        if (table.Find(key) is not { } node)
        {
            table.Missing(key, $"Write {table.Words.Dependency("llm", "openai")}, or the bare name.", ManifestFieldReader.ExpectedName);
            return null;
        }

        if (node.Kind == ManifestNodeKind.String && PluginId.IsValidPart(node.Text))
        {
            return node.Text;
        }

        table.Wrong(table.PathOf(key), node, ManifestFieldReader.ExpectedName);
        return null;
    }
}
