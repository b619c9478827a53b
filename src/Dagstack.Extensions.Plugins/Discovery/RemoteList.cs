namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>A list of manifests of plugins in other processes. The folder that a manifest's relative paths count against is not the plugin's own.</summary>
internal abstract class RemoteList : IPluginSource
{
    /// <summary>Gets what the list is called in messages.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<DiscoveredPlugin> Find();

    /// <summary>Reads a manifest file of any name.</summary>
    protected static DiscoveredPlugin Read(string file) => new(PluginManifestLoader.LoadRemote(file)) { Folder = Path.GetDirectoryName(file) };

    /// <summary>Makes a plugin that is unavailable, of what cannot be read.</summary>
    protected static DiscoveredPlugin Refuse(string place, string reason) => new(PluginManifestLoader.Refuse(place, reason, ManifestLoadOptions.Default));

    /// <summary>Reads a manifest file that a list names: a relative path is looked for under the content root, then under the application's base directory.</summary>
    protected DiscoveredPlugin ReadNamed(string path, string contentRoot)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return Refuse(Excerpt.Printable(path), $"{Name} names it, and it is no path. Correct it.");
        }

        string[] tried = [.. new[] { contentRoot, AppContext.BaseDirectory }.Select(folder => Path.GetFullPath(path, Path.GetFullPath(folder))).Distinct(StringComparer.Ordinal)];
        return tried.FirstOrDefault(File.Exists) is { } file
            ? Read(file)
            : Refuse(tried[0], $"{Name} names it, and there is no such file. Tried: {string.Join(", ", tried)}. Correct the path, or put the manifest there.");
    }
}
