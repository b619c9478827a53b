namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>How many units run at a time. It is touched on the strand only.</summary>
/// <remarks>
/// Long ones may have a part of the slots, so that they never keep short ones from running. Of those that several processes have died with, one runs at a
/// time, so that it takes no other of them with it.
/// </remarks>
/// <param name="maxAll">How many at all.</param>
/// <param name="maxLong">How many of them are long ones.</param>
internal sealed class Slots(int maxAll, int maxLong)
{
    private readonly LinkedList<Waiter>[] _waiting = [[], [], [], []];
    private long _lastTicket;
    private int _all;
    private int _long;
    private int _suspect;

    /// <summary>Gets how many units run.</summary>
    public int Taken => _all;

    /// <summary>Takes a slot, if there is one and nobody waits for it.</summary>
    /// <returns>True if it is taken.</returns>
    public bool TryTake(SlotKind kind)
    {
        if (_waiting[(int)kind].Count > 0 || !IsFree(kind))
        {
            return false;
        }

        Add(kind, 1);
        return true;
    }

    /// <summary>Takes a slot as soon as there is one, in the order of those who ask.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if it is taken; false if it was given up.</returns>
    public async Task<bool> TakeAsync(SlotKind kind, CancellationToken cancellationToken)
    {
        if (TryTake(kind))
        {
            return true;
        }

        var waiter = new Waiter(++_lastTicket);
        var node = _waiting[(int)kind].AddLast(waiter);
        using var registration = cancellationToken.UnsafeRegister(static state => ((Waiter)state!).Given.TrySetResult(false), waiter);
        if (await waiter.Given.Task)
        {
            return true;
        }

        node.List?.Remove(node);
        return false;
    }

    /// <summary>Gives a slot back.</summary>
    public void Release(SlotKind kind)
    {
        Add(kind, -1);
        while (FirstToServe() is { } next)
        {
            var waiter = _waiting[next].First!.Value;
            _waiting[next].RemoveFirst();
            if (waiter.Given.TrySetResult(true))
            {
                Add((SlotKind)next, 1);
            }
        }
    }

    private int? FirstToServe()
    {
        int? first = null;
        for (var kind = 0; kind < _waiting.Length; kind++)
        {
            if (_waiting[kind].First is { } node && IsFree((SlotKind)kind) && (first is null || node.Value.Ticket < _waiting[first.Value].First!.Value.Ticket))
            {
                first = kind;
            }
        }

        return first;
    }

    private bool IsFree(SlotKind kind) => _all < maxAll && (!kind.HasFlag(SlotKind.Long) || _long < maxLong) && (!kind.HasFlag(SlotKind.Suspect) || _suspect == 0);

    private void Add(SlotKind kind, int count)
    {
        _all += count;
        _long += kind.HasFlag(SlotKind.Long) ? count : 0;
        _suspect += kind.HasFlag(SlotKind.Suspect) ? count : 0;
    }

    private sealed record Waiter(long Ticket)
    {
        public TaskCompletionSource<bool> Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
