using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Checkpoints that wait to be saved: of each key the newest, in the order in which the keys came. One thread at a time may use it.</summary>
/// <param name="maxBytes">How much may wait.</param>
internal sealed class WaitingCheckpoints(long maxBytes)
{
    private readonly LinkedList<WaitingCheckpoint> _order = new();
    private readonly Dictionary<string, LinkedListNode<WaitingCheckpoint>> _byKey = new(StringComparer.Ordinal);
    private long _bytes;

    public int Count => _order.Count;

    /// <summary>Adds one, in the place of the one of its key.</summary>
    /// <returns>False if it does not fit. The one of its key stays then.</returns>
    public bool TryPut(WaitingCheckpoint one)
    {
        var before = _byKey.GetValueOrDefault(one.Key);
        var bytes = _bytes + one.Bytes - (before?.Value.Bytes ?? 0);
        if (bytes > maxBytes)
        {
            return false;
        }

        _bytes = bytes;
        if (before is not null)
        {
            before.Value = one;
        }
        else
        {
            _byKey[one.Key] = _order.AddLast(one);
        }

        return true;
    }

    /// <summary>Takes the one whose key has waited longest.</summary>
    public bool TryTake([NotNullWhen(true)] out WaitingCheckpoint? one)
    {
        one = _order.First?.Value;
        if (one is null)
        {
            return false;
        }

        _order.RemoveFirst();
        _byKey.Remove(one.Key);
        _bytes -= one.Bytes;
        return true;
    }
}
