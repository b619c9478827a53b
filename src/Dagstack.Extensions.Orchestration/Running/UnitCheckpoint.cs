using System.Runtime.CompilerServices;
using Dagstack.Extensions.Orchestration.Writing;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>The checkpoint of a unit that runs, in the store. It may be used from any thread.</summary>
/// <param name="run">The run that it is of.</param>
/// <param name="store">Where it is read.</param>
/// <param name="writer">Where it is written.</param>
/// <param name="retry">Reads again while the store is out.</param>
/// <param name="fenced">Is told when a write was refused, since the unit is somebody else's now.</param>
internal sealed class UnitCheckpoint(RunIdentity run, UnitStore store, UnitWriter writer, StoreRetry retry, Action fenced) : PluginCheckpoint
{
    /// <inheritdoc/>
    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        WriteAsync(Change(key, value, isConditional: false, null), cancellationToken);

    /// <inheritdoc/>
    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) =>
        WriteAsync(Change(key, value, isConditional: true, version), cancellationToken);

    /// <inheritdoc/>
    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) =>
        retry.RunAsync(token => store.LoadCheckpointAsync(run.UnitId, key, token), cancellationToken);

    /// <inheritdoc/>
    protected override async Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync(Change(key, null, isConditional: false, null), cancellationToken);
        ThrowIfFenced(result);
        return result.Outcome == UnitWriteOutcome.Applied;
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in await retry.RunAsync(token => store.ListCheckpointsAsync(run.UnitId, prefix, token), cancellationToken))
        {
            yield return key;
        }
    }

    private CheckpointWrite Change(string key, ReadOnlyMemory<byte>? value, bool isConditional, string? replaces) => new()
    {
        Lease = run.Lease,
        UnitId = run.UnitId,
        Run = run.Run,
        Key = key,
        Value = value is { } bytes ? bytes.ToArray() : default(ReadOnlyMemory<byte>?),
        IsConditional = isConditional,
        Replaces = replaces,
    };

    private async Task<string> WriteAsync(CheckpointWrite write, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync(write, cancellationToken);
        ThrowIfFenced(result);
        return result.Outcome == UnitWriteOutcome.Conflict ? throw new CheckpointConflictException(write.Key, write.Replaces, result.Value) : result.Value!;
    }

    private void ThrowIfFenced(UnitWriteResult result)
    {
        if (result.Outcome == UnitWriteOutcome.Fenced)
        {
            fenced();
            throw new UnitInterruptedException(run.Plugin, run.UnitId, "this run of it is over, or it is run elsewhere now, and what it saves does not count any more.");
        }
    }
}
