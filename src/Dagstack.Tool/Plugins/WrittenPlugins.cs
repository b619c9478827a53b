using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;

namespace Dagstack.Tool.Plugins;

/// <summary>Plugins where they are written, beside their projects: of these it is what was built that counts.</summary>
/// <param name="Folders">The folders of all plugins, with what was built in place of what it was built from.</param>
/// <param name="Contracts">The contracts of their kinds, as assemblies and projects.</param>
/// <param name="Unknown">The kinds of which none is known.</param>
internal sealed record WrittenPlugins(IReadOnlyList<string> Folders, IReadOnlyList<string> Contracts, IReadOnlyList<string> Unknown)
{
    /// <summary>Looks at the plugins that a host has found.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="withNearby">Whether projects with contracts are looked for, where no build has noted any: they may have to be built.</param>
    public static WrittenPlugins Of(IEnumerable<PluginStatus> plugins, bool withNearby)
    {
        var (folders, contracts, unknown) = (new List<string>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var plugin in plugins.Where(static plugin => plugin.Path is not null))
        {
            var folder = Path.GetDirectoryName(plugin.Path)!;
            var note = BuildNote.Find(folder);
            folders.Add(note?.Folder ?? folder);
            if (note is not null)
            {
                contracts.AddRange(note.Contracts.Where(File.Exists));
            }
            else if (plugin.Id is { Kind: not ToolKind } id && unknown.Add(id.Kind) && withNearby && NearbyProjects.WithContract(id.Kind, folder) is [var nearest, ..])
            {
                contracts.Add(nearest);
                unknown.Remove(id.Kind);
            }
        }

        return new([.. folders.Distinct(StringComparer.Ordinal)], [.. contracts.Distinct(StringComparer.Ordinal)], [.. unknown]);
    }

    private const string ToolKind = "tool";
}
