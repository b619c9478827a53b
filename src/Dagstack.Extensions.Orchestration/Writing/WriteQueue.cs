namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>Writes that wait, in their order. Two that concern one unit are never under way at the same time. It is touched under the writer's lock only.</summary>
/// <param name="maxCount">How many writes are made by one commit at most.</param>
/// <param name="maxSize">How many bytes these carry at most, the first of them excepted.</param>
internal sealed class WriteQueue(int maxCount, int maxSize)
{
    /// <summary>Of four writes of a full batch, one is left to new units while any wait, and three to those that run.</summary>
    private const int Share = 4;

    private readonly LinkedList<PendingWrite> _running = [];
    private readonly LinkedList<PendingWrite> _new = [];
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);

    public int Count => _running.Count + _new.Count;

    public void Add(PendingWrite write) => (write.Write is NewUnit ? _new : _running).AddLast(write);

    /// <summary>Takes what can be made by one commit.</summary>
    /// <returns>The writes; none if all that wait have to go on waiting for others.</returns>
    public List<PendingWrite> Take()
    {
        var taken = new List<PendingWrite>(Math.Min(Count, maxCount));
        var size = 0L;
        Take(_running, _new.Count == 0 ? maxCount : Math.Max(1, maxCount - (maxCount / Share)), taken, ref size);
        Take(_new, maxCount, taken, ref size);
        Take(_running, maxCount, taken, ref size);
        _passedOver.Clear();
        foreach (var write in taken)
        {
            Mark(write, _underWay.Add);
        }

        return taken;
    }

    /// <summary>Lets the writes go on that waited for these.</summary>
    public void End(List<PendingWrite> taken)
    {
        foreach (var write in taken)
        {
            Mark(write, _underWay.Remove);
        }
    }

    public List<PendingWrite> Clear()
    {
        List<PendingWrite> left = [.. _running, .. _new];
        _running.Clear();
        _new.Clear();
        return left;
    }

    private static void Mark(PendingWrite write, Func<string, bool> mark)
    {
        if (write.FirstUnit is { } first)
        {
            mark(first);
        }

        if (write.SecondUnit is { } second)
        {
            mark(second);
        }
    }

    private void Take(LinkedList<PendingWrite> from, int limit, List<PendingWrite> taken, ref long size)
    {
        for (var node = from.First; node is not null && taken.Count < limit;)
        {
            var (write, next) = (node.Value, node.Next);
            if (write.IsOver)
            {
                from.Remove(node);
            }
            else if (HasToWait(write))
            {
                Mark(write, _passedOver.Add);
            }
            else if (taken.Count > 0 && size + write.Size > maxSize)
            {
                return;
            }
            else
            {
                from.Remove(node);
                taken.Add(write);
                size += write.Size;
            }

            node = next;
        }
    }

    private bool HasToWait(PendingWrite write) => HasToWait(write.FirstUnit) || HasToWait(write.SecondUnit);

    private bool HasToWait(string? unit) => unit is not null && (_underWay.Contains(unit) || _passedOver.Contains(unit));
}
