namespace Dagstack.Extensions.Plugins.Runtimes;

/// <summary>Files that are code to every runtime.</summary>
internal static class CodeFiles
{
    public static bool IsManifest(string path) => Path.GetFileName(path) is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName;
}
