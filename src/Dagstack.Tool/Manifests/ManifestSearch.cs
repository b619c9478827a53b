using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Manifests;

/// <summary>Finds manifests as hosts do: of a folder its own, else those of the folders below.</summary>
internal static class ManifestSearch
{
    private static readonly ManifestLoadOptions s_anyHost = new() { SupportedRuntimes = new HashSet<string>(StringComparer.Ordinal) { PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp } };

    /// <summary>Finds the manifests that a path means.</summary>
    /// <param name="path">A file, a folder with a manifest, or one with such folders below.</param>
    /// <exception cref="WrongUseException">There is none.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [Path.GetFullPath(path)];
        }

        if (!Directory.Exists(path))
        {
            throw new WrongUseException($"There is no file or folder '{path}'.");
        }

        using var host = BareHost.Create([path]);
        var found = host.GetRequiredService<IPluginRegistry>().Plugins.Select(static plugin => plugin.Path).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return found.Length > 0 ? found : throw new WrongUseException($"There is no {PluginManifestLoader.TomlFileName} and no {PluginManifestLoader.JsonFileName} in '{path}' or below it.");
    }

    /// <summary>Reads a manifest for a host that has every runtime, and no kinds of its own.</summary>
    public static ManifestLoadResult Read(string file) => PluginManifestLoader.Load(file, s_anyHost);
}
