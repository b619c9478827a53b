namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Manifests in folders that a scan does not go into, though who put them there expected it.</summary>
internal static class MisplacedManifest
{
    /// <summary>In how many folders of a plugin it is looked: each costs time in every start.</summary>
    private const int MaxFolders = 8;

    /// <summary>Chooses the folders of a plugin in which it is looked: not those that a build makes.</summary>
    /// <param name="names">The names of all.</param>
    public static IEnumerable<string> Choose(IEnumerable<string> names) =>
        names.Where(static name => name != "runtimes" && !IsCulture(name)).Order(StringComparer.Ordinal).Take(MaxFolders);

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

    /// <summary>Tells whether a folder is probably that of texts in a language, such as <c>de</c> and <c>zh-Hans</c>.</summary>
    private static bool IsCulture(string name) =>
        name.Length >= 2 && char.IsAsciiLetterLower(name[0]) && char.IsAsciiLetterLower(name[1]) && (name.Length == 2 || name[2] == '-');

    private static string? Of(string folder) =>
        File.Exists(Path.Join(folder, PluginManifestLoader.TomlFileName)) ? PluginManifestLoader.TomlFileName
        : File.Exists(Path.Join(folder, PluginManifestLoader.JsonFileName)) ? PluginManifestLoader.JsonFileName
        : null;
}
