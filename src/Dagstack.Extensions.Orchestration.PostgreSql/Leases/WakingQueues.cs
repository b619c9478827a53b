using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>Partitions of which was heard that they have something to run.</summary>
internal sealed class WakingQueues
{
    private const int Most = 1_024;

    private readonly Lock _lock = new();
    private HashSet<Guid> _queues = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _queues.Count == 0;
            }
        }
    }

    /// <summary>Adds a partition. What is too much is found by the next look at all of them.</summary>
    /// <param name="partition">The partition.</param>
    public void Add(string partition)
    {
        lock (_lock)
        {
            if (_queues.Count < Most)
            {
                _queues.Add(RowKey.Of(partition));
            }
        }
    }

    /// <summary>Removes and returns all.</summary>
    public IReadOnlyCollection<Guid> Take()
    {
        lock (_lock)
        {
            var queues = _queues;
            _queues = [];
            return queues;
        }
    }
}
