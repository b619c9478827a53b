using System.Security.Cryptography;
using Dagstack.Extensions.Plugins.Mcp.Session;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The plugin's checkpoints: those that the host handed over, and those that were saved since, which it is told at once.</summary>
/// <param name="output">Tells the host.</param>
/// <param name="saved">What the host handed over.</param>
/// <param name="unitId">The unit of work that they are of; null for the plugin's own.</param>
internal sealed class WorkerCheckpoint(WorkerOutput output, IReadOnlyDictionary<string, byte[]> saved, string? unitId = null) : PluginCheckpoint
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _values = new(saved.ToDictionary(), StringComparer.Ordinal);

    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => Task.FromResult(Put(key, value.ToArray(), check: false, version: null));

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Put(key, value.ToArray(), check: true, version));
        }
        catch (CheckpointConflictException conflict)
        {
            return Task.FromException<string>(conflict);
        }
    }

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_values.TryGetValue(key, out var value) ? new SavedCheckpoint<byte[]>([.. value], VersionOf(value)) : null);
        }
    }

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_values.Remove(key))
            {
                return Task.FromResult(false);
            }

            output.Notify(ReservedTools.Checkpoint, writer =>
            {
                WorkerUnit.WriteId(unitId, writer);
                writer.WriteString("key", key);
                writer.WriteBoolean("deleted", value: true);
            });
            return Task.FromResult(true);
        }
    }

    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] keys;
        lock (_gate)
        {
            keys = [.. _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
        }

        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var key in keys)
        {
            yield return key;
        }
    }

    /// <summary>Versions are those of the host's own store: digests of the values.</summary>
    private static string VersionOf(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value).AsSpan(0, 16));

    private string Put(string key, byte[] value, bool check, string? version)
    {
        // The host hears of two in the order in which they were saved.
        lock (_gate)
        {
            var found = _values.TryGetValue(key, out var before) ? VersionOf(before) : null;
            if (check && found != version)
            {
                throw new CheckpointConflictException(key, version, found);
            }

            output.Notify(ReservedTools.Checkpoint, writer =>
            {
                WorkerUnit.WriteId(unitId, writer);
                writer.WriteString("key", key);
                writer.WriteBase64String("bytes", value);
            });
            _values[key] = value;
            return VersionOf(value);
        }
    }
}
