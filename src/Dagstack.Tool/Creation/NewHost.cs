using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Creation;

/// <summary>A host that has the plugins near it.</summary>
internal static class NewHost
{
    /// <summary>Makes it.</summary>
    /// <param name="name">The name of its project.</param>
    /// <param name="folder">Where it goes, as a full path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The plugins and contracts that it has, as their projects and folders.</returns>
    /// <exception cref="WrongUseException">It cannot be made.</exception>
    public static async Task<IReadOnlyList<string>> CreateAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var found = NearbyProjects.Manifests(Environment.CurrentDirectory)
            .Select(static manifest => ManifestSearch.Read(manifest))
            .Where(static read => read.IsValid)
            .Select(static read => new SourcePlugin(Path.GetDirectoryName(read.File)!, read.Manifest!))
            .ToArray();
        var contracts = found.Select(static plugin => plugin.Manifest.Id.Kind).Distinct(StringComparer.Ordinal).Select(static kind => NearbyProjects.NearestContract(kind, Environment.CurrentDirectory)).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var lines = contracts.Select(project => Line("ProjectReference", project, string.Empty)).Concat(found.Select(plugin => plugin.Project is { } project
            ? Line("PluginReference", project, string.Empty)
            : Line("Content", Path.Combine(plugin.Folder, "**"), $" LinkBase=\"plugins/{plugin.Manifest.Id.Kind}-{plugin.Manifest.Id.Name}\" CopyToOutputDirectory=\"PreserveNewest\"")));
        var values = new Dictionary<string, string>
        {
            ["references"] = string.Join('\n', lines),
            ["mcp"] = found.Any(static plugin => !plugin.Manifest.Runtimes.Contains(PluginRuntimes.InProcess)) ? "true" : string.Empty,
        };
        await Templates.CreateAsync("dagstack-host", null, name, folder, values, cancellationToken).ConfigureAwait(false);
        Surroundings.KeepOut(folder);
        return [.. contracts, .. found.Select(static plugin => plugin.Reference)];

        string Line(string item, string path, string more) => $"    <{item} Include=\"{ProjectPath.Relative(folder, path)}\"{more} />";
    }
}
