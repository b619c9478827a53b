using Dagstack.Extensions.Orchestration.Memory;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Who runs which partition, as a database would keep it: nodes with a beat and a session, partitions with an owner. It is touched by calls that have arrived only.</summary>
internal sealed class SimCluster(SimWorld world, InMemoryUnitStore store)
{
    /// <summary>How long a node may be silent before it is taken for dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(4);

    private readonly bool _givesWhatIsHeld = world.Chance(0.5);
    private readonly Dictionary<string, TimeSpan> _beats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Node, UnitLease Lease)> _owners = new(StringComparer.Ordinal);

    /// <summary>Gets or sets when the store was back last: silence from before proves nothing.</summary>
    public TimeSpan? Back { get; set; }

    /// <summary>A node is gone.</summary>
    public event Action? Left;

    public int Alive => _beats.Keys.Count(IsAlive);

    public bool IsAlive(string node) => _beats.TryGetValue(node, out var beat) && world.Now - beat < DeadAfter;

    /// <summary>The lease that is in force.</summary>
    public UnitLease? Present(string partition) => _owners.TryGetValue(partition, out var owner) ? owner.Lease : null;

    /// <summary>A node says that it is there.</summary>
    /// <returns>What it has.</returns>
    public IReadOnlyList<UnitLease> Beat(string node)
    {
        _beats[node] = world.Now;
        return [.. _owners.Values.Where(owner => owner.Node == node).Select(static owner => owner.Lease)];
    }

    /// <summary>A node has gone, or its session has ended since its process has.</summary>
    public void Leave(string node)
    {
        _beats.Remove(node);
        Left?.Invoke();
    }

    public async Task<IReadOnlyList<UnitLease>> ClaimAsync(string node, IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, IReadOnlyList<UnitLease> known, int limit)
    {
        if (!IsAlive(node))
        {
            throw new UnitStoreUnavailableException($"{node} is taken for dead.");
        }

        // What it held and has lost may be given to it anew, before it is done with it.
        var except = (_givesWhatIsHeld ? Enumerable.Empty<string>() : held).Concat(_owners.Where(owner => (owner.Value.Node != node || known.Contains(owner.Value.Lease)) && IsAlive(owner.Value.Node)).Select(static owner => owner.Key)).ToHashSet(StringComparer.Ordinal);
        var leases = new List<UnitLease>();
        foreach (var found in await store.FindRunnableAsync(plugins, except, limit, CancellationToken.None))
        {
            var isLoss = _owners.TryGetValue(found.Partition, out var before) && before.Node != node && !(world.Now - Back < DeadAfter);
            var lease = store.Take(found.Partition, isLoss);
            _owners[found.Partition] = (node, lease);
            leases.Add(lease);
        }

        return leases;
    }

    public bool Release(string node, IReadOnlyCollection<UnitLease> leases)
    {
        foreach (var lease in leases)
        {
            if (_owners.TryGetValue(lease.Partition, out var owner) && owner == (node, lease))
            {
                _owners.Remove(lease.Partition);
            }
        }

        return true;
    }
}
