using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Memory;

/// <content>How runs end, and units begin anew.</content>
internal sealed partial class InMemoryUnitStore
{
    private bool End(UnitLease lease, UnitEnd end, List<UnitSignal> signals)
    {
        if (UnitIn(lease, end.UnitId) is not { } unit)
        {
            return false;
        }

        if (unit.LastEnd == (end.Run, end.Kind) && unit.State != UnitState.Running)
        {
            return true;
        }

        if (unit.Run != end.Run || !(unit.State == UnitState.Running || (unit.State == UnitState.Queued && EndsUnstarted(end.Kind))))
        {
            return false;
        }

        unit.LastEnd = (end.Run, end.Kind);
        unit.IsLost = false;
        unit.Error = end.Kind == UnitEndKind.Succeeded ? null : end.Error ?? unit.Error;
        switch (end.Kind)
        {
            case UnitEndKind.Succeeded:
                Succeed(unit, end, signals);
                break;
            case UnitEndKind.Failed or UnitEndKind.FailedAndHalts:
                unit.Failures += unit.State == UnitState.Running ? 1 : 0;
                unit.Halts = end.Kind == UnitEndKind.FailedAndHalts;
                Finish(unit, UnitState.Failed, signals);
                break;
            case UnitEndKind.Cancelled:
                Finish(unit, UnitState.Cancelled, signals);
                break;
            case UnitEndKind.Expired:
                Finish(unit, UnitState.Expired, signals);
                break;
            default:
                unit.Failures += end.Kind == UnitEndKind.Retry ? 1 : 0;
                unit.Losses += end.Kind == UnitEndKind.Lost ? 1 : 0;
                unit.State = UnitState.Queued;
                unit.NotBefore = end.Delay > TimeSpan.Zero ? time.GetUtcNow() + end.Delay : null;
                signals.Add(new(UnitSignalKind.Queued, lease.Partition, end.UnitId));
                break;
        }

        return true;
    }

    private static bool EndsUnstarted(UnitEndKind kind) => kind is UnitEndKind.Failed or UnitEndKind.FailedAndHalts or UnitEndKind.Cancelled or UnitEndKind.Expired;

    private void Succeed(MemoryUnit unit, UnitEnd end, List<UnitSignal> signals)
    {
        var before = end.OutputHash is null || unit.New.InputHash is not { } hash
            ? null
            : _inputs[(unit.New.Plugin, hash)].Where(static other => other.State == UnitState.Succeeded).MaxBy(static other => other.FinishedAt);
        unit.Output = end.Output;
        unit.OutputHash = end.OutputHash;
        unit.IsUnchanged = before is not null && before.OutputHash == end.OutputHash;
        Finish(unit, UnitState.Succeeded, signals);
    }

    private void Finish(MemoryUnit unit, UnitState state, List<UnitSignal> signals)
    {
        unit.State = state;
        unit.FinishedAt = time.GetUtcNow();
        unit.NotBefore = null;
        unit.IsCancelling = false;
        var partition = PartitionOf(unit.Partition);
        partition.Open.Remove(unit.Place);
        if (unit.Halts)
        {
            partition.Halting.Add(unit.Place, unit);
        }

        Forget(unit.Partition);
        signals.Add(new(UnitSignalKind.Ended, unit.Partition, unit.New.UnitId));
    }

    private void Reopen(MemoryUnit unit)
    {
        var partition = PartitionOf(unit.Partition);
        if (!partition.Halting.Remove(unit.Place))
        {
            unit.Place = ++_lastPlace;
        }

        (unit.State, unit.Halts, unit.HasLetGo) = (UnitState.Queued, false, false);
        (unit.Failures, unit.Losses, unit.Error, unit.FinishedAt, unit.ExpiresAt) = (0, 0, null, null, null);
        partition.Open.Add(unit.Place, unit);
    }
}
