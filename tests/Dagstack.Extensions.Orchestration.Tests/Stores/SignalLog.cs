using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <summary>What a store has told.</summary>
public sealed class SignalLog
{
    private readonly ConcurrentQueue<UnitSignal> _all = new();

    public SignalLog(UnitStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        store.Signalled += _all.Enqueue;
    }

    /// <summary>Waits until something was told.</summary>
    public Task SeesAsync(UnitSignalKind kind, string? partition, string? unitId) =>
        Wait.UntilAsync(() => _all.Contains(new(kind, partition, unitId)), $"{kind} of {unitId} in {partition}, among {string.Join(", ", _all)}");

    public void Clear() => _all.Clear();
}
