using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins;

/// <summary>A lock file: which plugins a host takes, in which version, and the hash of each.</summary>
/// <remarks>
/// A host that <see cref="DagstackPluginOptions.RequireLock"/> has been called for loads nothing else. <c>dagstack lock</c> writes one. See §2 of the plugin contract, and docs/supply-chain.md.
/// </remarks>
public sealed class PluginLockFile
{
    /// <summary>The name of the file beside the plugins that it locks.</summary>
    public const string FileName = "plugins.lock.json";

    private readonly Dictionary<PluginId, LockedPlugin> _byId;

    /// <summary>Creates the content of a lock file.</summary>
    /// <param name="plugins">The plugins. Of two with one identity the last counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plugins"/> is null.</exception>
    public PluginLockFile(IEnumerable<LockedPlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        _byId = [];
        foreach (var plugin in plugins)
        {
            _byId[plugin.Id] = plugin;
        }

        Plugins = [.. _byId.Values.OrderBy(static plugin => plugin.Id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Gets the plugins, ordinal by identity.</summary>
    public IReadOnlyList<LockedPlugin> Plugins { get; }

    /// <summary>Reads a lock file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="FormatException">It is no lock file; the message says where and what was expected.</exception>
    public static PluginLockFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LockJson.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Finds what the file says of a plugin.</summary>
    /// <param name="id">The plugin.</param>
    /// <returns>Null if it says nothing.</returns>
    public LockedPlugin? Find(PluginId id) => _byId.GetValueOrDefault(id);

    /// <summary>Writes the file: beside first, then in place of the one that is there. The same content is the same bytes.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="IOException">The file cannot be written; the one that is there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var beside = $"{full}.{Guid.NewGuid():n}.tmp";
        try
        {
            File.WriteAllBytes(beside, LockJson.Write(this));
            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
