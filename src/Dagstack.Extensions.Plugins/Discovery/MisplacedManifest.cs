namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Manifests in folders that a scan does not go into, though who put them there expected it.</summary>
internal static class MisplacedManifest
{
    /// <summary>Looks into a folder that is passed over for its name.</summary>
    /// <returns>What to say; null if it has no manifest.</returns>
    public static string? InIgnored(string folder, string name) => Of(folder) is { } file
        ? $"the folder '{folder}' has {file} and is passed over, as all that are called '{name}': builds and tools put copies there. Move the plugin to a folder of another name, or name that folder itself as a root."
        : null;

    /// <summary>Looks into a folder directly below that of a plugin.</summary>
    /// <returns>What to say; null if it has no manifest.</returns>
    public static string? InPlugin(string folder, string plugin) => Of(folder) is { } file
        ? $"the folder '{folder}' has {file}, but lies within the plugin in '{plugin}', whose folder is not searched further. Put it beside that one, if it is a plugin of its own; or name it in IgnoreFolders."
        : null;

    private static string? Of(string folder) =>
        File.Exists(Path.Join(folder, PluginManifestLoader.TomlFileName)) ? PluginManifestLoader.TomlFileName
        : File.Exists(Path.Join(folder, PluginManifestLoader.JsonFileName)) ? PluginManifestLoader.JsonFileName
        : null;
}
