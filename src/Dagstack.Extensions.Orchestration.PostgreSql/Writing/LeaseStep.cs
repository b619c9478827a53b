using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>
/// The fence: the rows of the leases by which something is written are locked before anything else is read, so that nobody takes a partition between
/// the look at its epoch and the commit. All take them in one order, so that two batches do not wait for each other.
/// </summary>
/// <param name="schema">Where.</param>
internal sealed class LeaseStep(SchemaName schema)
{
    private readonly string _lock = $"select queue, epoch from {schema.Quoted}.lease where queue = any($1) order by queue for no key update";
    private readonly string _drop = $"""
        delete from {schema.Quoted}.lease l using unnest($1, $2) as g(queue, epoch)
        where l.queue = g.queue and l.epoch = g.epoch and not exists (select from {schema.Quoted}.unit u where u.queue = g.queue and u.state <= 2)
        """;

    /// <summary>Locks leases.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="leases">The leases.</param>
    /// <returns>The epochs that are valid, by partition, once the step has run.</returns>
    public LeaseEpochs Lock(WriteSteps steps, IEnumerable<UnitLease> leases)
    {
        var epochs = new LeaseEpochs();
        var queues = leases.Select(static lease => RowKey.Of(lease.Partition)).ToHashSet();
        if (queues.Count > 0)
        {
            steps.Add(new NpgsqlBatchCommand(_lock).Guids(queues), row => epochs.Add(row.GetGuid(0), row.GetInt64(1)));
        }

        return epochs;
    }

    /// <summary>Drops the leases of partitions that have gone with their unit.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="leases">The leases.</param>
    public void Drop(WriteSteps steps, IReadOnlyCollection<UnitLease> leases)
    {
        if (leases.Count > 0)
        {
            steps.Add(new NpgsqlBatchCommand(_drop).Guids(leases.Select(static lease => RowKey.Of(lease.Partition))).Longs(leases.Select(static lease => lease.Epoch)));
        }
    }
}
