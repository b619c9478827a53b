using System.Globalization;

namespace Dagstack.Extensions.Plugins;

/// <summary>Reads the tables and lists of a manifest that have a shape of their own.</summary>
internal sealed class ManifestSections(ManifestTable plugin)
{
    public IReadOnlyList<PluginDependency> DependsOn()
    {
        if (plugin.Find("depends_on") is not { } node)
        {
            return [];
        }

        var path = plugin.PathOf("depends_on");
        if (node.Kind != ManifestNodeKind.Array)
        {
            plugin.Wrong(path, node, $"an array of names or of {plugin.Words.DependencyShape}", node.Kind == ManifestNodeKind.String ? $"Write [\"{Excerpt.Of(node.Text)}\"]." : null);
            return [];
        }

        var dependencies = new List<PluginDependency>(node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (Dependency(node.Items[i], $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]") is { } dependency)
            {
                dependencies.Add(dependency);
            }
        }

        return dependencies.AsReadOnly();
    }

    public PluginResourceNames Resources() => plugin.Table("resources", ManifestKeys.Resources) is { } table
        ? new PluginResourceNames { Required = table.Texts("required"), Optional = table.Texts("optional") }
        : new PluginResourceNames();

    public PluginUnitOfWork UnitOfWork() => plugin.Table("unit_of_work", ManifestKeys.UnitOfWork) is { } table
        ? new PluginUnitOfWork
        {
            Declared = table.Flag("declared"),
            PartitionKey = table.Text("partition_key"),
            EstimatedDuration = Duration(table),
            IdempotencyMode = table.OneOf("idempotency_mode", ("input_hash", PluginIdempotencyMode.InputHash), ("output_hash", PluginIdempotencyMode.OutputHash), ("none", PluginIdempotencyMode.None)),
            Checkpointable = table.Flag("checkpointable"),
            ContentHash = table.Texts("content_hash"),
        }
        : new PluginUnitOfWork();

    public PluginChainWrap? ChainWrap() => plugin.Table("chain_wrap", ManifestKeys.ChainWrap) is { } table
        ? new PluginChainWrap { Kinds = table.Texts("kinds"), Hooks = table.Texts("hooks") }
        : null;

    private PluginDependency? Dependency(ManifestNode node, string path)
    {
        switch (node.Kind)
        {
            case ManifestNodeKind.String when PluginId.IsValidPart(node.Text):
                return new PluginDependency(node.Text);
            case ManifestNodeKind.String when PluginId.TryParse(node.Text, out var id):
                plugin.Wrong(path, node, $"a name or {plugin.Words.DependencyShape}", $"Write {plugin.Words.Dependency(Excerpt.Of(id.Kind), Excerpt.Of(id.Name))}.");
                return null;
            case ManifestNodeKind.Table:
                var table = plugin.TableOf(node, path, ManifestKeys.Dependency);
                var (kind, name) = (Part(table, "kind"), Part(table, "name"));
                return kind is null || name is null ? null : new PluginDependency(name, kind);
            default:
                plugin.Wrong(path, node, $"a name or {plugin.Words.DependencyShape}");
                return null;
        }
    }

    private static string? Part(ManifestTable table, string key)
    {
        const string expected = "lower case letters, digits, '_' and '-', beginning with a letter or digit";
        if (table.Find(key) is not { } node)
        {
            table.Missing(key, $"Write {table.Words.Dependency("llm", "openai")}, or the bare name.", expected);
            return null;
        }

        if (node.Kind == ManifestNodeKind.String && PluginId.IsValidPart(node.Text))
        {
            return node.Text;
        }

        table.Wrong(table.PathOf(key), node, expected);
        return null;
    }

    private static TimeSpan? Duration(ManifestTable table)
    {
        const string key = "estimated_duration_sec";
        if (table.Find(key) is not { } node)
        {
            return null;
        }

        var seconds = node.Kind == ManifestNodeKind.Float ? node.Float : node.Kind == ManifestNodeKind.Integer ? node.Integer : double.NaN;
        if (seconds is > 0 and <= uint.MaxValue)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        table.Wrong(table.PathOf(key), node, "a number of seconds above 0");
        return null;
    }
}
