using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>The epochs of partitions while their rows are locked.</summary>
internal sealed class LeaseEpochs
{
    private readonly Dictionary<Guid, long> _epochs = [];

    public void Add(Guid queue, long epoch) => _epochs[queue] = epoch;

    /// <summary>Tells whether a lease is valid.</summary>
    /// <param name="lease">The lease.</param>
    public bool IsValid(UnitLease lease) => _epochs.TryGetValue(RowKey.Of(lease.Partition), out var epoch) && epoch == lease.Epoch;

    /// <summary>Tells whether a lease is of a partition that has gone with its only unit: what is said of it is said again, or comes too late.</summary>
    /// <param name="lease">The lease.</param>
    public bool IsGone(UnitLease lease) => PartitionName.IsOwn(lease.Partition) && !_epochs.ContainsKey(RowKey.Of(lease.Partition));
}
