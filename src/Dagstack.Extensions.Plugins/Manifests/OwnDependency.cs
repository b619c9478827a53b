namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Notes a plugin that depends on itself. That it cannot start is for the host to say, as of any circle.</summary>
internal static class OwnDependency
{
    public static void Check(ManifestTable plugin, ManifestProblemList problems)
    {
        var (kind, name) = (TextOf(plugin.Find(ManifestKeys.Kind)), TextOf(plugin.Find(ManifestKeys.Name)));
        if (name is null || plugin.Find(ManifestKeys.DependsOn) is not { Kind: ManifestNodeKind.Array } list)
        {
            return;
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (TextOf(item) == name || (item.Kind == ManifestNodeKind.Table && TextOf(item.Find(ManifestKeys.Name)) == name && TextOf(item.Find(ManifestKeys.Kind)) == kind))
            {
                var path = $"{plugin.PathOf(ManifestKeys.DependsOn)}[{i}]";
                problems.Add(
                    $"'{path}' is the plugin itself, '{Excerpt.Of($"{kind}:{name}")}', which then waits for itself and never starts. Remove it; of another plugin of that name, give the kind too.",
                    path,
                    item.Line,
                    item.Column,
                    Excerpt.Of(name),
                    "another plugin",
                    severity: ManifestProblemSeverity.Warning);
            }
        }
    }

    private static string? TextOf(ManifestNode? node) => node is { Kind: ManifestNodeKind.String, Text.Length: > 0 } ? node.Text : null;
}
