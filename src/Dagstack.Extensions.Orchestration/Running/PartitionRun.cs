using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Runs the units of a partition, one after the other, for as long as this process has it. It is touched on the strand only.</summary>
internal sealed class PartitionRun : IDisposable
{
    private readonly RunnerCore _core;
    private readonly Pulse _wake;
    private readonly Queue<OpenUnit> _queue = [];
    private readonly CancellationTokenSource _leave;
    private readonly bool _isOwn;
    private readonly CancellationToken _isLeaving;
    private UnitRun? _current;
    private bool _hasEnded;
    private long _loaded;

    public PartitionRun(RunnerCore core, UnitLease lease)
    {
        (_core, Lease) = (core, lease);
        _wake = new(core.Time);
        _leave = CancellationTokenSource.CreateLinkedTokenSource(core.Stopping.Token);
        _isLeaving = _leave.Token;
        _isOwn = UnitPartition.KeyOf(lease.Partition) is null;
    }

    public UnitLease Lease { get; }

    /// <summary>Gets a value indicating whether the partition is somebody else's.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Gets since when there is nothing to run.</summary>
    /// <value>Null while there is.</value>
    public long? IdleSince { get; private set; }

    /// <summary>Gets a value indicating whether it was woken and has not looked since.</summary>
    public bool IsWoken => _wake.IsSet;

    /// <summary>Says that something is new in the queue.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Says that somebody else needs the place of one that has nothing to run.</summary>
    public void Leave() => _leave.Cancel();

    /// <summary>Says that the partition is somebody else's. What runs is interrupted.</summary>
    public void Lose()
    {
        if (!IsLost)
        {
            IsLost = true;
            _core.Logger.PartitionLost(UnitPartition.KeyOf(Lease.Partition) ?? Lease.Partition);
            if (!_isLeaving.IsCancellationRequested)
            {
                _leave.Cancel();
            }

            _current?.Ask(EndWish.Lost);
        }
    }

    public void Dispose() => _leave.Dispose();

    /// <summary>Runs what there is, until there is nothing any more.</summary>
    public async Task RunAsync()
    {
        while (!_isLeaving.IsCancellationRequested && (_queue.Count > 0 || await RefillAsync()) && await TurnAsync())
        {
        }
    }

    private async Task<bool> RefillAsync()
    {
        while (!_isLeaving.IsCancellationRequested)
        {
            var queue = await _core.Loader.LoadAsync(Lease, _core.Ended.Token);
            if (queue is null)
            {
                Fence();
                return false;
            }

            if (queue.HaltedBy is not null)
            {
                return false;
            }

            _loaded = _core.Time.GetTimestamp();
            foreach (var unit in queue.Units)
            {
                _queue.Enqueue(unit);
            }

            if (_queue.Count > 0)
            {
                return true;
            }

            if (!await IdleAsync(_core.Parts.Placement.KeepIdle))
            {
                return false;
            }
        }

        return false;
    }

    private async Task<bool> IdleAsync(TimeSpan keep)
    {
        IdleSince = _core.Time.GetTimestamp();
        var isWoken = await _wake.WaitAsync(keep, _isLeaving);
        IdleSince = null;
        return isWoken;
    }

    /// <summary>Does what is to be done with the first unit.</summary>
    /// <returns>False if the partition is to be left.</returns>
    private async Task<bool> TurnAsync()
    {
        var unit = _queue.Peek();
        var turn = TurnOf(unit);
        switch (turn.Kind)
        {
            case UnitTurnKind.End:
                _queue.Dequeue();
                var outcome = await MoveAsync(turn.End, null);
                if (outcome == UnitWriteOutcome.Applied)
                {
                    Tell(unit, turn.End!);
                }

                return !IsLost && !IsDone;
            case UnitTurnKind.Wait:
                // Read anew afterwards: what waits here may have been cancelled meanwhile.
                _queue.Clear();
                if (turn.Wait > _core.Options.KeptWait)
                {
                    return false;
                }

                await _wake.WaitAsync(turn.Wait, _isLeaving);
                return true;
            case UnitTurnKind.NotReady:
                return false;
            default:
                var kind = SlotOf(unit);
                if (await _core.Slots.TakeAsync(kind, _isLeaving))
                {
                    await RunFromAsync(unit, kind);
                }

                return !IsLost && !IsDone;
        }
    }

    /// <summary>Gets a value indicating whether nothing can follow: the unit was the only one of its queue, and has ended.</summary>
    private bool IsDone => _isOwn && _queue.Count == 0 && _hasEnded;

    /// <summary>Runs a unit, and those after it for as long as there is a slot at once: the end of one and the start of the next are one write.</summary>
    private async Task RunFromAsync(OpenUnit unit, SlotKind slot)
    {
        UnitEnd? end = null;
        OpenUnit? ended = null;
        while (true)
        {
            UnitWriteOutcome outcome;
            try
            {
                outcome = await MoveAsync(end, StartOf(unit));
            }
            catch
            {
                _core.Slots.Release(slot);
                throw;
            }

            // The end is made also where the start comes too late.
            if (end is not null && outcome != UnitWriteOutcome.Fenced)
            {
                Tell(ended!, end);
            }

            if (outcome != UnitWriteOutcome.Applied)
            {
                _core.Slots.Release(slot);
                _queue.Clear();
                return;
            }

            _queue.Dequeue();
            (ended, end) = (unit, await RunOneAsync(unit, slot));
            if (end is null)
            {
                return;
            }

            if (MovesOn(end.Kind) && !_isLeaving.IsCancellationRequested && _queue.TryPeek(out var next) && TurnOf(next).Kind == UnitTurnKind.Run && _core.Slots.TryTake(SlotOf(next)))
            {
                (unit, slot) = (next, SlotOf(next));
                continue;
            }

            if (await MoveAsync(end, null) == UnitWriteOutcome.Applied)
            {
                Tell(ended, end);
            }

            if (!MovesOn(end.Kind))
            {
                _queue.Clear();
            }

            return;
        }
    }

    private async Task<UnitEnd?> RunOneAsync(OpenUnit unit, SlotKind slot)
    {
        if (unit.Run == 0)
        {
            UnitMeter.QueueTime.Measure((unit.Waited + _core.Time.GetElapsedTime(_loaded)).TotalSeconds, new KeyValuePair<string, object?>("plugin", unit.Plugin));
        }

        using var run = new UnitRun(_core, unit, new(PluginId.Parse(unit.Plugin), unit.UnitId, unit.Run + 1, Lease));
        _core.Runs[unit.UnitId] = _current = run;
        try
        {
            if (IsLost || _core.IsStopping)
            {
                run.Ask(IsLost ? EndWish.Lost : EndWish.Stop);
            }

            return await run.RunAsync();
        }
        finally
        {
            _current = null;
            _core.Runs.Remove(unit.UnitId);
            _core.Slots.Release(slot);
            if (run.Wish == EndWish.Lost)
            {
                Fence();
            }
        }
    }

    private async Task<UnitWriteOutcome> MoveAsync(UnitEnd? end, UnitStart? start)
    {
        var result = await _core.Writer.WriteAsync(new UnitMove { Lease = Lease, End = end, Start = start }, CancellationToken.None);
        if (result.Outcome == UnitWriteOutcome.Fenced)
        {
            UnitMeter.Fenced.Count();
            Fence();
        }

        return result.Outcome;
    }

    private void Fence()
    {
        _queue.Clear();
        Lose();
    }

    private UnitTurn TurnOf(OpenUnit unit) => UnitTurn.Of(unit, _core.Time.GetElapsedTime(_loaded), _core.Parts.Body.Ready.Contains(unit.Plugin), _core.Options.MaxLosses);

    private UnitStart StartOf(OpenUnit unit) => new() { UnitId = unit.UnitId, Run = unit.Run + 1, CountsLoss = unit.IsLost && _core.IsCalm, Node = _core.Node };

    private SlotKind SlotOf(OpenUnit unit) =>
        (unit.Losses + (unit.IsLost ? 1 : 0) >= _core.Options.SuspectFrom ? SlotKind.Suspect : SlotKind.Short)
        | (_core.Parts.Body.TraitsOf(unit.Plugin).EstimatedDuration >= _core.Options.LongFrom ? SlotKind.Long : SlotKind.Short);

    private static bool MovesOn(UnitEndKind kind) => kind is UnitEndKind.Succeeded or UnitEndKind.Failed or UnitEndKind.Cancelled or UnitEndKind.Expired;

    /// <summary>Counts an end that is written.</summary>
    private void Tell(OpenUnit unit, UnitEnd end)
    {
        _hasEnded = MovesOn(end.Kind) || end.Kind == UnitEndKind.FailedAndHalts;
        var state = end.Kind switch
        {
            UnitEndKind.Succeeded => "succeeded",
            UnitEndKind.Failed or UnitEndKind.FailedAndHalts => "failed",
            UnitEndKind.Cancelled => "cancelled",
            UnitEndKind.Expired => "expired",
            _ => null,
        };
        if (state is not null)
        {
            UnitMeter.Finished.Count(new("plugin", unit.Plugin), new("state", state));
        }
    }
}
