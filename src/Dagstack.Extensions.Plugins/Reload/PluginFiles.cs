namespace Dagstack.Extensions.Plugins;

/// <summary>Which files of a plugin's folder belong to it, and which of them make another plugin of it when they change.</summary>
internal static class PluginFiles
{
    private static readonly EnumerationOptions s_flat = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Tells whether a change of a file is a change of the plugin: manifests, assemblies, native libraries, and what tells where they lie.</summary>
    public static bool IsCode(string name) =>
        name is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName
        || Path.GetExtension(name) is ".dll" or ".exe" or ".so" or ".dylib"
        || name.EndsWith(".deps.json", StringComparison.Ordinal)
        || name.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)
        || name.Contains(".so.", StringComparison.Ordinal);

    /// <summary>Lists what is in a folder, without what tools of developers keep there.</summary>
    public static IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", s_flat).Where(static entry => entry is FileInfo || !IgnoredFolders.OfTools.Contains(entry.Name));

    public static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
