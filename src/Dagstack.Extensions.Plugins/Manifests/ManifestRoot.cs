namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Finds the table that describes the plugin: <c>[plugin]</c> or <c>[tool.dagstack.plugin]</c>.</summary>
internal static class ManifestRoot
{
    /// <summary>Finds the table and reports what else is at the top.</summary>
    /// <returns>The table and its path, or null if there is none, which is then among the problems.</returns>
    public static (ManifestNode Node, string Path)? Find(ManifestNode root, ManifestFormat format, ManifestProblemList problems)
    {
        var words = ManifestWords.Of(format);
        var table = format == ManifestFormat.Json ? "an object \"plugin\"" : "a table [plugin]";
        if (root.Kind != ManifestNodeKind.Table)
        {
            problems.Add($"the file is {root.Describe(words)}, but must be an object with {table}.", line: root.Line, column: root.Column, found: root.Describe(words), expected: "an object");
            return null;
        }

        // A JSON document may be the manifest itself.
        if (format == ManifestFormat.Json && root.Find(ManifestKeys.Plugin) is null && root.Find(ManifestKeys.Tool) is null && root.Find(ManifestKeys.Kind) is not null && root.Find(ManifestKeys.Name) is not null)
        {
            return (root, string.Empty);
        }

        var top = new ManifestTable(root, string.Empty, ManifestFields.Root, words, problems);

        // Other tables under [tool] belong to other tools.
        var dagstack = top.TableNode("tool")?.Find("dagstack") is { Kind: ManifestNodeKind.Table } node ? new ManifestTable(node, "tool.dagstack", ManifestFields.ToolDagstack, words, problems) : null;
        var plugin = top.TableNode("plugin");
        var tool = dagstack?.TableNode("plugin");
        if (plugin is not null && tool is not null)
        {
            problems.Add("'tool.dagstack.plugin' and 'plugin' are both there. Keep one of them.", "tool.dagstack.plugin", tool.KeyLine, tool.KeyColumn, "two plugin tables", "one of them");
        }

        if (plugin is null && tool is null && top.Find("plugin") is null && dagstack?.Find("plugin") is null)
        {
            var found = root.Members.Count == 0 ? "an empty file" : string.Join(", ", root.Members.Keys.Take(5).Select(Excerpt.Of));
            problems.Add($"the file has no {table[2..].TrimStart()}. Put the keys of the manifest into {table}.", "plugin", 1, 1, found, table);
        }

        return plugin is not null ? (plugin, "plugin") : tool is not null ? (tool, "tool.dagstack.plugin") : null;
    }
}
