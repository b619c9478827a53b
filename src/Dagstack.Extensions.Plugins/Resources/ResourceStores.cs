using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The stores of one host, of which each plugin gets a part, and the place of temporary folders.</summary>
/// <param name="settings">Says which are in folders.</param>
/// <param name="contentRoot">The absolute path that relative ones are under.</param>
/// <param name="logger">Told what could not be cleaned up.</param>
internal sealed class ResourceStores(ResourceSettings settings, string contentRoot, ILogger logger)
{
    private readonly Lazy<BlobStore> _blobs = new(() => Open(settings.BlobFolder, contentRoot, logger));
    private readonly Lazy<BlobStore> _checkpoints = new(() => settings.Checkpoints ?? Open(settings.CheckpointFolder, contentRoot, logger));
    private readonly ConcurrentDictionary<PluginId, KeyTurns> _turns = new();

    public BlobStore Blobs => _blobs.Value;


    /// <summary>Gets the absolute path of where temporary folders are made.</summary>
    public string TempRoot => settings.TempRoot is { } root ? Path.GetFullPath(root, contentRoot) : Path.GetTempPath();

    /// <summary>Makes the checkpoints of a plugin. Its instances, of which a reload has two at a time, write what has one key one after the other.</summary>
    public StoredCheckpoint CheckpointsOf(PluginId plugin) =>
        new(new PartOfStore(_checkpoints.Value, plugin), _turns.GetOrAdd(plugin, static _ => new()));

    public PluginTempDir CreateTempDir() => new(TempRoot, logger);

    private static BlobStore Open(string? folder, string contentRoot, ILogger logger) =>
        folder is null ? new MemoryBlobs() : new FileBlobStore(Path.GetFullPath(folder, contentRoot), logger);
}
