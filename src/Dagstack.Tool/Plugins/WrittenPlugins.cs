using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;

namespace Dagstack.Tool.Plugins;

/// <summary>Plugins where they are written, beside their projects: of these it is what was built that counts.</summary>
/// <param name="Folders">The folders of all plugins, with what was built in place of what it was built from.</param>
/// <param name="Contracts">The contracts of their kinds, as assemblies and projects: of several builds of one the newest.</param>
/// <param name="Unknown">The kinds of which none is known.</param>
internal sealed record WrittenPlugins(IReadOnlyList<string> Folders, IReadOnlyList<string> Contracts, IReadOnlyList<string> Unknown)
{
    /// <summary>Looks at the plugins that a host has found.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="withNearby">Whether projects with contracts are looked for, where no build has noted any: they may have to be built.</param>
    public static WrittenPlugins Of(IEnumerable<PluginStatus> plugins, bool withNearby)
    {
        var (folders, contracts, packages) = (new List<string>(), new List<string>(), new List<string>());
        var (noted, others) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var above = new Dictionary<string, IReadOnlyList<BuildNote>>(StringComparer.Ordinal);
        foreach (var plugin in plugins.Where(static plugin => plugin.Path is not null))
        {
            var folder = Path.GetDirectoryName(plugin.Path)!;
            var note = BuildNote.Find(folder, above);
            folders.Add(note?.Folder ?? folder);
            (note is { IsPacked: true } ? packages : contracts).AddRange(note?.Contracts.Where(contract => note.IsPacked || File.Exists(contract)) ?? []);
            if (plugin.Id is { Kind: not BuiltInKind.Tool } id)
            {
                _ = note is not null ? noted.Add(id.Kind) : others.TryAdd(id.Kind, folder);
            }
        }

        var builds = contracts.Select(static file => Path.GetFileName(file)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var projects = others.Where(kind => withNearby && !noted.Contains(kind.Key)).Select(static kind => (Kind: kind.Key, Project: NearbyProjects.NearestContract(kind.Key, kind.Value))).Where(static found => found.Project is not null).ToArray();
        return new(
            [.. folders.Distinct(StringComparer.Ordinal)],
            [.. contracts.Distinct(StringComparer.Ordinal).GroupBy(static file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase).Select(static builds => builds.MaxBy(File.GetLastWriteTimeUtc)!), .. NewestOf(packages, builds), .. projects.Select(static found => found.Project!)],
            [.. others.Keys.Except(noted).Except(projects.Select(static found => found.Kind))]);
    }

    /// <summary>Of a package that several plugins were packed for the newest, and none whose assembly was built here.</summary>
    private static IEnumerable<string> NewestOf(IEnumerable<string> packages, HashSet<string> builds) => packages
        .GroupBy(static name => name.Split('@')[0], StringComparer.OrdinalIgnoreCase)
        .Select(static versions => versions.MaxBy(static name => PackageVersion.TryParse(name.Split('@')[1]))!)
        .Where(name => !RestoredPackage.Find(name).Files.Any(file => builds.Contains(Path.GetFileName(file))));
}
