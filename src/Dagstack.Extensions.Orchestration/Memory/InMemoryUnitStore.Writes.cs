using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Memory;

/// <content>What is written.</content>
internal sealed partial class InMemoryUnitStore
{
    private readonly Dictionary<(string Plugin, string Hash), List<MemoryUnit>> _inputs = [];

    private UnitWriteResult Write(UnitWrite write, List<UnitSignal> signals) => write switch
    {
        NewUnit unit => Enqueue(unit, signals),
        UnitMove move => Move(move, signals),
        CheckpointWrite checkpoint => Save(checkpoint),
        ProgressWrite progress => Report(progress, signals),
        CancelWrite cancel => Cancel(cancel, signals),
        RetryWrite retry => Retry(retry, signals),
        _ => throw new ArgumentException($"{write?.GetType().ToString() ?? "null"} is no write that this store knows.", nameof(write)),
    };

    private UnitWriteResult Enqueue(NewUnit unit, List<UnitSignal> signals)
    {
        if (_units.ContainsKey(unit.UnitId))
        {
            return new(UnitWriteOutcome.Applied, unit.UnitId);
        }

        var same = unit.IdempotencyKey is { } key ? _keys.GetValueOrDefault((unit.Plugin, key)) : null;
        same ??= unit is { IsUniqueByInput: true, InputHash: { } hash } ? Twin(unit.Plugin, hash) : null;
        if (same is not null)
        {
            return new(UnitWriteOutcome.Deduplicated, same.New.UnitId);
        }

        var partition = UnitPartition.Of(unit.PartitionKey, unit.UnitId);
        var place = ++_lastPlace;
        var now = time.GetUtcNow();
        var added = new MemoryUnit { Number = place, Place = place, New = unit, Partition = partition, EnqueuedAt = now, ExpiresAt = now + unit.ExpiresIn };
        _units.Add(unit.UnitId, added);
        PartitionOf(partition).Open.Add(place, added);
        if (unit.IdempotencyKey is { } unique)
        {
            _keys.Add((unit.Plugin, unique), added);
        }

        if (unit.InputHash is { } input)
        {
            if (!_inputs.TryGetValue((unit.Plugin, input), out var withInput))
            {
                _inputs.Add((unit.Plugin, input), withInput = []);
            }

            withInput.Add(added);
        }

        signals.Add(new(UnitSignalKind.Queued, partition, unit.UnitId));
        return new(UnitWriteOutcome.Applied, unit.UnitId);
    }

    private UnitWriteResult Move(UnitMove move, List<UnitSignal> signals)
    {
        if (!IsValid(move.Lease))
        {
            return new(UnitWriteOutcome.Fenced);
        }

        var isEnded = move.End is not { } end || End(move.Lease, end, signals);
        var isStarted = move.Start is not { } start || Start(move.Lease, start, signals);
        return new(isEnded && isStarted ? UnitWriteOutcome.Applied : UnitWriteOutcome.NotQueued);
    }

    private bool Start(UnitLease lease, UnitStart start, List<UnitSignal> signals)
    {
        if (UnitIn(lease, start.UnitId) is not { IsOpen: true } unit)
        {
            return false;
        }

        if (unit.Run == start.Run)
        {
            // Said before, if it runs; else that run has ended.
            return unit.State == UnitState.Running;
        }

        if (unit.Run != start.Run - 1)
        {
            return false;
        }

        unit.State = UnitState.Running;
        unit.Run = start.Run;
        unit.Losses += start.CountsLoss ? 1 : 0;
        unit.IsLost = false;
        unit.NotBefore = null;
        unit.StartedAt = time.GetUtcNow();
        unit.Node = start.Node;
        signals.Add(new(UnitSignalKind.Progressed, lease.Partition, start.UnitId));
        return true;
    }

    private UnitWriteResult Save(CheckpointWrite write)
    {
        if (Running(write.Lease, write.UnitId, write.Run) is not { } unit)
        {
            return new(UnitWriteOutcome.Fenced);
        }

        var found = unit.Checkpoints.TryGetValue(write.Key, out var saved) ? CheckpointVersion.Of(saved) : null;
        var next = write.Value is { } value ? CheckpointVersion.Of(value.Span) : null;
        if (write.IsConditional && found != write.Replaces && (next is null || found != next))
        {
            return new(UnitWriteOutcome.Conflict, found);
        }

        if (write.Value is { } bytes)
        {
            unit.Checkpoints[write.Key] = bytes.ToArray();
            return new(UnitWriteOutcome.Applied, next);
        }

        return new(unit.Checkpoints.Remove(write.Key) ? UnitWriteOutcome.Applied : UnitWriteOutcome.NotFound);
    }

    private UnitWriteResult Report(ProgressWrite write, List<UnitSignal> signals)
    {
        if (Running(write.Lease, write.UnitId, write.Run) is not { } unit)
        {
            return new(UnitWriteOutcome.Fenced);
        }

        unit.Progress = write.Progress;
        signals.Add(new(UnitSignalKind.Progressed, write.Lease.Partition, write.UnitId));
        return new(UnitWriteOutcome.Applied);
    }

    private UnitWriteResult Cancel(CancelWrite write, List<UnitSignal> signals)
    {
        if (!_units.TryGetValue(write.UnitId, out var unit))
        {
            return new(UnitWriteOutcome.NotFound);
        }

        if (unit.State == UnitState.Queued)
        {
            Finish(unit, UnitState.Cancelled, signals);
        }
        else if (unit.State == UnitState.Running)
        {
            unit.IsCancelling = true;
            signals.Add(new(UnitSignalKind.CancelRequested, unit.Partition, unit.New.UnitId));
        }
        else if (unit.Halts)
        {
            unit.Halts = false;
            unit.HasLetGo = true;
            PartitionOf(unit.Partition).Halting.Remove(unit.Place);
            signals.Add(new(UnitSignalKind.Queued, unit.Partition, null));
            Forget(unit.Partition);
        }
        else if (unit.State != UnitState.Cancelled && !unit.HasLetGo)
        {
            return new(UnitWriteOutcome.NotQueued);
        }

        return new(UnitWriteOutcome.Applied);
    }

    private UnitWriteResult Retry(RetryWrite write, List<UnitSignal> signals)
    {
        if (!_units.TryGetValue(write.UnitId, out var unit))
        {
            return new(UnitWriteOutcome.NotFound);
        }

        if (unit.State is not (UnitState.Failed or UnitState.Expired or UnitState.Cancelled))
        {
            return new(UnitWriteOutcome.NotQueued);
        }

        if (Twin(unit) is { } twin)
        {
            return new(UnitWriteOutcome.Deduplicated, twin.New.UnitId);
        }

        Reopen(unit);
        signals.Add(new(UnitSignalKind.Queued, unit.Partition, write.UnitId));
        return new(UnitWriteOutcome.Applied, write.UnitId);
    }

    private MemoryUnit? UnitIn(UnitLease lease, string unitId) =>
        _units.TryGetValue(unitId, out var unit) && unit.Partition == lease.Partition ? unit : null;

    private MemoryUnit? Running(UnitLease lease, string unitId, int run) =>
        IsValid(lease) && UnitIn(lease, unitId) is { State: UnitState.Running } unit && unit.Run == run ? unit : null;
}
