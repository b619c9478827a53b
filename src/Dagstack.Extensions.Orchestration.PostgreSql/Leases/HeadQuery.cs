using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>The first unit of each open partition. One look at all of them by "distinct" would read every open unit: the index is jumped over from partition to partition.</summary>
internal static class HeadQuery
{
    private const string Columns = "u.queue, u.state, u.seq, u.plugin, u.not_before, u.epoch, u.partition_key, u.unit_id";

    /// <summary>Returns the common table <c>heads</c> of all open partitions.</summary>
    /// <param name="schema">Where.</param>
    public static string All(SchemaName schema) => $"""
        heads as (
            (select {Columns} from {schema.Quoted}.unit u where u.state <= 2 order by u.queue, u.state, u.seq limit 1)
            union all
            select n.* from heads h cross join lateral (
                select {Columns} from {schema.Quoted}.unit u where u.state <= 2 and u.queue > h.queue order by u.queue, u.state, u.seq limit 1
            ) n
        )
        """;

    /// <summary>Returns the common table <c>heads</c> of some partitions.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="queues">What has the partitions, as a column <c>queue</c>.</param>
    public static string Of(SchemaName schema, string queues) => $"""
        heads as (
            select n.* from {queues} as g(queue) cross join lateral (
                select {Columns} from {schema.Quoted}.unit u where u.state <= 2 and u.queue = g.queue order by u.queue, u.state, u.seq limit 1
            ) n
        )
        """;

    /// <summary>Returns the name of the partition of a head.</summary>
    /// <param name="head">The name of its row.</param>
    public static string Partition(string head) => $"case when {head}.partition_key is null then 'u:' || {head}.unit_id else 'k:' || {head}.partition_key end";
}
