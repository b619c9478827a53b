using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>The events that wait for one reader. Nobody waits to add one: the oldest goes instead.</summary>
/// <param name="capacity">How many may wait. For a moment there may be one more for each thread that adds.</param>
internal sealed class EventQueue(int capacity)
{
    private readonly ConcurrentQueue<EventMessage> _waiting = new();
    private int _count;

    public int Capacity => capacity;

    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>Adds an event.</summary>
    /// <returns>Whether the oldest had to go for it.</returns>
    public bool Add(EventMessage message)
    {
        _waiting.Enqueue(message);
        return Interlocked.Increment(ref _count) > capacity && TryTake(out _);
    }

    public bool TryTake([NotNullWhen(true)] out EventMessage? message)
    {
        // Counted before it is taken: the other way round, one would be dropped for which there is room.
        Interlocked.Decrement(ref _count);
        if (_waiting.TryDequeue(out message))
        {
            return true;
        }

        Interlocked.Increment(ref _count);
        return false;
    }
}
