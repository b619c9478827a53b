using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Keeping;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Queues single units again.</summary>
/// <param name="schema">Where.</param>
internal sealed class RetryStep(SchemaName schema)
{
    private readonly string _update = $"""
        with picked as materialized (
            select {RequeueQuery.Columns} from {schema.Quoted}.unit
            where unit_id = any($1) and state in ({UnitRow.Halting}, {UnitRow.Failed}, {UnitRow.Cancelled}, {UnitRow.Expired}) order by unit_id for no key update
        ), {RequeueQuery.Of(schema)}
        select unit_id, partition_key from queued
        """;

    private readonly string _find = $"""
        select u.unit_id, t.unit_id from {schema.Quoted}.unit u
        left join {schema.Quoted}.unit t on t.input_id = u.input_id and u.is_unique and t.is_unique and t.state in (1, 2, 3) and t.unit_id <> u.unit_id
        where u.unit_id = any($1)
        """;

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="writes">The writes: one for a unit.</param>
    /// <param name="answers">Where answers go.</param>
    public void Add(WriteSteps steps, List<PlacedWrite<RetryWrite>> writes, WriteAnswers answers)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var byUnit = writes.ToDictionary(static write => write.Write.UnitId, static write => write.Index, StringComparer.Ordinal);
        writes.ForEach(write => answers.Set(write.Index, UnitWriteOutcome.NotFound));
        var queued = new HashSet<string>(StringComparer.Ordinal);
        steps.Add(new NpgsqlBatchCommand(_update).Texts(byUnit.Keys), row =>
        {
            var unit = row.GetString(0);
            queued.Add(unit);
            answers.Signals.Add(new(UnitSignalKind.Queued, PartitionName.Of(row.TextOrNull(1), unit), unit));
        });
        steps.Add(new NpgsqlBatchCommand(_find).Texts(byUnit.Keys), row =>
        {
            var unit = row.GetString(0);
            var (outcome, value) = queued.Contains(unit) ? (UnitWriteOutcome.Applied, unit)
                : row.TextOrNull(1) is { } twin ? (UnitWriteOutcome.Deduplicated, twin)
                : (UnitWriteOutcome.NotQueued, null);
            answers.Set(byUnit[unit], outcome, value);
        });
    }
}
