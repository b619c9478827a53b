using System.Security;
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
        var projects = NearbyProjects.OfPlugins(Environment.CurrentDirectory);
        var programs = NearbyProjects.Files(PluginManifestLoader.TomlFileName, Environment.CurrentDirectory)
            .Where(static manifest => !ContractProject.Of(Path.GetDirectoryName(manifest)!).Any())
            .Select(static manifest => ManifestSearch.Read(manifest))
            .Where(static read => read is { IsValid: true, Runtime: not PluginRuntimes.InProcess })
            .Select(static read => new SourcePlugin(Path.GetDirectoryName(read.File)!, read.Manifest!))
            .ToArray();
        var kinds = programs.Select(static plugin => plugin.Manifest.Id.Kind).Concat(projects.Select(KindOf)).OfType<string>().Distinct(StringComparer.Ordinal);
        var contracts = kinds.Select(kind => NearbyProjects.WithContract(kind, Environment.CurrentDirectory) is [var nearest, ..] ? nearest : null).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var lines = contracts.Select(project => Line("ProjectReference", project, string.Empty))
            .Concat(projects.Select(project => Line("PluginReference", project, string.Empty)))
            .Concat(programs.Select(plugin => Line("Content", Path.Combine(plugin.Folder, "**"), $" LinkBase=\"plugins/{plugin.Manifest.Id.Kind}-{plugin.Manifest.Id.Name}\" CopyToOutputDirectory=\"PreserveNewest\"")));
        var values = new Dictionary<string, string>
        {
            ["references"] = string.Join('\n', lines),
            ["mcp"] = programs.Length > 0 ? "true" : string.Empty,
        };
        await Templates.CreateAsync("dagstack-host", null, name, folder, values, cancellationToken).ConfigureAwait(false);
        Surroundings.KeepOut(folder);
        return [.. contracts, .. projects, .. programs.Select(static plugin => plugin.Folder)];

        string Line(string item, string path, string more) => $"    <{item} Include=\"{SecurityElement.Escape(Path.GetRelativePath(folder, path).Replace('\\', '/'))}\"{more} />";
    }

    private static string? KindOf(string project) =>
        Path.Combine(Path.GetDirectoryName(project)!, PluginManifestLoader.TomlFileName) is var file && File.Exists(file) ? ManifestSearch.Read(file).Id?.Kind : null;
}
