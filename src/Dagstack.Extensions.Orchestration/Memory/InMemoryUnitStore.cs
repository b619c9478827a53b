using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Memory;

/// <summary>Units of work in memory: for tests, and as the plainest form of what every store does. It outlives being closed and opened again, not its process.</summary>
/// <param name="time">Its clock.</param>
internal sealed partial class InMemoryUnitStore(TimeProvider time) : UnitStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryUnit> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Plugin, string Key), MemoryUnit> _keys = [];
    private readonly Dictionary<string, MemoryPartition> _partitions = new(StringComparer.Ordinal);
    private long _lastPlace;
    private long _openings;
    private bool _isOpen;

    /// <inheritdoc/>
    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var unit in _units.Values.Where(static unit => unit.State == UnitState.Running))
            {
                unit.IsLost = true;
            }

            _openings++;
            _isOpen = true;
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes a partition from whoever has it, as placements over several processes do.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="isLoss">Whether what runs in it has died with its process.</param>
    public UnitLease Take(string partition, bool isLoss) => Locked(() =>
    {
        var taken = PartitionOf(partition);
        taken.Taken++;
        foreach (var unit in taken.Open.Values.Where(static unit => unit.State == UnitState.Running))
        {
            unit.IsLost |= isLoss;
        }

        return new UnitLease(partition, EpochOf(taken));
    });

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writes);
        cancellationToken.ThrowIfCancellationRequested();
        var signals = new List<UnitSignal>();
        var results = Locked(() => writes.Select(write => Write(write, signals)).ToArray());
        foreach (var signal in signals)
        {
            Signal(signal);
        }

        return Task.FromResult<IReadOnlyList<UnitWriteResult>>(results);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isOpen = false;
        }

        return ValueTask.CompletedTask;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(!_isOpen, this);
            return read();
        }
    }

    private Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Locked(read));
    }

    /// <summary>Both parts only grow, and so does their sum.</summary>
    private long EpochOf(MemoryPartition partition) => _openings + partition.Taken;

    private MemoryPartition PartitionOf(string name)
    {
        if (!_partitions.TryGetValue(name, out var partition))
        {
            _partitions.Add(name, partition = new(name));
        }

        return partition;
    }

    /// <summary>A partition that nobody has taken and that is empty is as good as none.</summary>
    private void Forget(string name)
    {
        if (_partitions.GetValueOrDefault(name) is { Open.Count: 0, Halting.Count: 0, Taken: 0 })
        {
            _partitions.Remove(name);
        }
    }

    private bool IsValid(UnitLease lease) => lease.Epoch == (_partitions.TryGetValue(lease.Partition, out var partition) ? EpochOf(partition) : _openings);

    private MemoryUnit? Twin(MemoryUnit unit) =>
        unit.New is { IsUniqueByInput: true, InputHash: { } hash } ? Twin(unit.New.Plugin, hash) : null;

    private MemoryUnit? Twin(string plugin, string inputHash) => _inputs.GetValueOrDefault((plugin, inputHash))?.FirstOrDefault(static unit => unit.HoldsInput);
}
