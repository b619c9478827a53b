using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Keeping;

/// <summary>Queues units again that have ended and were picked.</summary>
internal static class RequeueQuery
{
    /// <summary>The columns of what is picked.</summary>
    public const string Columns = "unit_id, input_id, is_unique, seq, state";

    /// <summary>
    /// Returns the common tables that queue what is in <c>picked</c> again: <c>alone (unit_id, may)</c> says which have no twin, in the table or among
    /// those that were picked, and <c>queued (unit_id, partition_key)</c> which are queued.
    /// </summary>
    /// <param name="schema">Where.</param>
    public static string Of(SchemaName schema) => $"""
        alone as materialized (
            select p.*, row_number() over (partition by case when is_unique then input_id::text else unit_id end order by seq) = 1
                and not (is_unique and exists (select from {schema.Quoted}.unit t where t.input_id = p.input_id and t.is_unique and t.state in (1, 2, 3))) as may
            from picked p
        ), queued as (
            update {schema.Quoted}.unit u set
                state = {UnitRow.Queued}, seq = n.place, failures = 0, losses = 0, lost = false, cancelling = false, let_go = false,
                error = null, finished_at = null, not_before = null, expires_at = null
            from (
                select unit_id, case when state = {UnitRow.Halting} then seq else nextval('{schema.Quoted}.place') end as place
                from (select * from alone where may order by seq offset 0) ordered
            ) n
            where u.unit_id = n.unit_id
            returning u.unit_id, u.partition_key
        )
        """;
}
