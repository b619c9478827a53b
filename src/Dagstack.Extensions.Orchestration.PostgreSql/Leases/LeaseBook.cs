namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>The leases that a process has, as far as it knows.</summary>
internal sealed class LeaseBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _epochs.Count;
            }
        }
    }

    /// <summary>Tells whether a partition is one of them.</summary>
    /// <param name="partition">The partition.</param>
    public bool Has(string partition)
    {
        lock (_lock)
        {
            return _epochs.ContainsKey(partition);
        }
    }

    /// <summary>Returns those partitions that are none of them.</summary>
    /// <param name="partitions">Partitions.</param>
    public List<string> Missing(IEnumerable<string> partitions)
    {
        lock (_lock)
        {
            return [.. partitions.Where(partition => !_epochs.ContainsKey(partition))];
        }
    }

    /// <summary>Adds leases.</summary>
    /// <param name="leases">The leases.</param>
    public void Add(IEnumerable<UnitLease> leases)
    {
        lock (_lock)
        {
            foreach (var lease in leases)
            {
                _epochs[lease.Partition] = lease.Epoch;
            }
        }
    }

    /// <summary>Removes leases that are over.</summary>
    /// <param name="leases">The leases.</param>
    /// <returns>Those that were there.</returns>
    public List<UnitLease> Remove(IEnumerable<UnitLease> leases)
    {
        lock (_lock)
        {
            var there = leases.Where(lease => _epochs.GetValueOrDefault(lease.Partition) == lease.Epoch).ToList();
            there.ForEach(lease => _epochs.Remove(lease.Partition));
            return there;
        }
    }

    /// <summary>Removes partitions that are gone.</summary>
    /// <param name="partitions">The partitions.</param>
    public void Forget(IEnumerable<string> partitions)
    {
        lock (_lock)
        {
            foreach (var partition in partitions)
            {
                _epochs.Remove(partition);
            }
        }
    }

    /// <summary>Removes and returns all.</summary>
    public List<UnitLease> Clear()
    {
        lock (_lock)
        {
            var leases = _epochs.Select(static lease => new UnitLease(lease.Key, lease.Value)).ToList();
            _epochs.Clear();
            return leases;
        }
    }

    /// <summary>Returns the leases that it has, at this moment.</summary>
    public List<UnitLease> Snapshot()
    {
        lock (_lock)
        {
            return [.. _epochs.Select(static lease => new UnitLease(lease.Key, lease.Value))];
        }
    }
}
