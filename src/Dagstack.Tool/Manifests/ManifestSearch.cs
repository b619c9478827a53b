using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Manifests;

/// <summary>Finds manifests as hosts do: of a folder its own, else those of the folders below.</summary>
internal static class ManifestSearch
{
    private static readonly HashSet<string> s_runtimes = new(StringComparer.Ordinal) { PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp };

    /// <summary>Finds the manifests that a path means.</summary>
    /// <param name="path">A file, a folder with a manifest, or one with such folders below.</param>
    /// <exception cref="WrongUseException">There is none.</exception>
    public static IReadOnlyList<FoundManifest> Find(string path)
    {
        if (File.Exists(path))
        {
            return [new(Path.GetFullPath(path), null)];
        }

        if (!Directory.Exists(path))
        {
            throw new WrongUseException($"There is no file or folder '{path}'.");
        }

        using var host = BareHost.Create([path]);
        var found = host.GetRequiredService<IPluginRegistry>().Plugins
            .Where(static plugin => plugin.Path is not null)
            .Select(static plugin => new FoundManifest(plugin.Path!, plugin.Code == PluginErrorCodes.ManifestInvalid ? plugin.Reason : null))
            .DistinctBy(static manifest => manifest.Path)
            .OrderBy(static manifest => manifest.Path, StringComparer.Ordinal)
            .ToArray();
        return found.Length > 0 ? found : throw new WrongUseException(string.Join(
            Environment.NewLine,
            host.GetPluginFindings().Prepend($"There is no {PluginManifestLoader.TomlFileName} and no {PluginManifestLoader.JsonFileName} in '{path}' or below it that a host would find. A plugin is a folder with one of them: name that, or the file itself.")));
    }

    /// <summary>Reads a manifest for a host that has every runtime.</summary>
    /// <param name="file">The manifest.</param>
    /// <param name="kinds">The kinds of the host, with the versions of their contracts; null if they are not to be checked.</param>
    public static ManifestLoadResult Read(string file, IReadOnlyDictionary<string, string>? kinds = null) =>
        PluginManifestLoader.Load(IsOneOfTwo(file) ? Path.GetDirectoryName(Path.GetFullPath(file))! : file, new() { SupportedRuntimes = s_runtimes, KnownKinds = kinds });

    /// <summary>Reads what is to become of a manifest, as <see cref="Read"/> would.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file that it is of.</param>
    public static ManifestLoadResult Parse(string text, string file) =>
        PluginManifestLoader.Parse(text, file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ManifestFormat.Json : ManifestFormat.Toml, file, new() { SupportedRuntimes = s_runtimes });

    /// <summary>Tells whether a manifest has another one beside it: it is said then that only one counts.</summary>
    private static bool IsOneOfTwo(string file) =>
        Path.GetFileName(file) == PluginManifestLoader.TomlFileName && File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, PluginManifestLoader.JsonFileName));
}
