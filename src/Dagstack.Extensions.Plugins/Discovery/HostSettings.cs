using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>The host's own settings in its configuration. See §10 of the plugin contract.</summary>
/// <param name="section">The section, if there is one.</param>
internal sealed class HostSettings(IConfiguration? section)
{
    public IReadOnlyList<string> PluginDirs => ReadList(Child(section, "plugin_dirs"));

    /// <summary>Gets the manifest files of plugins in other processes.</summary>
    public IReadOnlyList<string> RemotePlugins => ReadList(Child(section, RemoteSetting.Key));

    public IReadOnlyList<string> Allow => ReadList(Child(Child(section, "plugins"), "allow"));

    public IReadOnlyList<string> Deny => ReadList(Child(Child(section, "plugins"), "deny"));

    /// <summary>Gets the settings that choose active plugins, one for each kind.</summary>
    public IReadOnlyList<IConfigurationSection> ActiveKinds =>
        [.. Child(section, "active")?.GetChildren().Where(static child => !string.IsNullOrWhiteSpace(child.Value)) ?? []];

    /// <summary>Finds the setting that chooses the active plugin of a kind.</summary>
    public IConfigurationSection? Active(string kind) => Child(Child(section, "active"), kind);

    /// <summary>Finds a child in any spelling: <c>plugin_dirs</c>, <c>PluginDirs</c>, <c>plugin-dirs</c>. An exact match wins.</summary>
    private static IConfigurationSection? Child(IConfiguration? parent, string name)
    {
        var children = parent?.GetChildren().ToList() ?? [];
        return children.Find(child => child.Key == name)
            ?? children.Find(child => FoldedName.Matches(child.Key, name));
    }

    /// <summary>Reads a list; a single value stands for a list of one.</summary>
    private static List<string> ReadList(IConfigurationSection? section) =>
        section?.Value is { Length: > 0 } single
            ? [single]
            : [.. section?.GetChildren().Select(static item => item.Value).OfType<string>().Where(static item => item.Length > 0) ?? []];
}
