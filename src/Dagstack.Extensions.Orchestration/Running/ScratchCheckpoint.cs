using System.Runtime.CompilerServices;
using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>The checkpoint of a unit that does not go on from one: it is there for this run, and nothing of it is kept.</summary>
internal sealed class ScratchCheckpoint : PluginCheckpoint
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _values[key] = value.ToArray();
        }

        return Task.FromResult(CheckpointVersion.Of(value.Span));
    }

    /// <inheritdoc/>
    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var found = _values.TryGetValue(key, out var saved) ? CheckpointVersion.Of(saved) : null;
            if (found != version)
            {
                throw new CheckpointConflictException(key, version, found);
            }

            _values[key] = value.ToArray();
        }

        return Task.FromResult(CheckpointVersion.Of(value.Span));
    }

    /// <inheritdoc/>
    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_values.TryGetValue(key, out var value) ? new SavedCheckpoint<byte[]>([.. value], CheckpointVersion.Of(value)) : null);
        }
    }

    /// <inheritdoc/>
    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_values.Remove(key));
        }
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] keys;
        lock (_lock)
        {
            keys = [.. _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
        }

        foreach (var key in keys)
        {
            await Task.CompletedTask;
            yield return key;
        }
    }
}
