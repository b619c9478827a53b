using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Asks for the end of units.</summary>
/// <param name="schema">Where.</param>
internal sealed class CancelStep(SchemaName schema)
{
    private readonly string _update = $"""
        with asked as materialized (select unit_id, state from {schema.Quoted}.unit where unit_id = any($1) order by unit_id for no key update)
        update {schema.Quoted}.unit u set
            state = case a.state when {UnitRow.Queued} then {UnitRow.Cancelled} when {UnitRow.Halting} then {UnitRow.Failed} else u.state end,
            cancelling = a.state = {UnitRow.Running},
            let_go = u.let_go or a.state = {UnitRow.Halting},
            not_before = case when a.state = {UnitRow.Queued} then null else u.not_before end,
            finished_at = case when a.state = {UnitRow.Queued} then now() else u.finished_at end
        from asked a where u.unit_id = a.unit_id and a.state in ({UnitRow.Halting}, {UnitRow.Running}, {UnitRow.Queued})
        returning u.unit_id, a.state, u.partition_key
        """;

    private readonly string _find = $"select unit_id, state = {UnitRow.Cancelled} or let_go from {schema.Quoted}.unit where unit_id = any($1)";

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="writes">The writes.</param>
    /// <param name="answers">Where answers go.</param>
    public void Add(WriteSteps steps, List<PlacedWrite<CancelWrite>> writes, WriteAnswers answers)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var byUnit = writes.ToLookup(static write => write.Write.UnitId, static write => write.Index, StringComparer.Ordinal);
        var units = byUnit.Select(static unit => unit.Key).ToArray();
        writes.ForEach(write => answers.Set(write.Index, UnitWriteOutcome.NotFound));
        var changed = new HashSet<string>(StringComparer.Ordinal);
        steps.Add(new NpgsqlBatchCommand(_update).Texts(units), row =>
        {
            var unit = row.GetString(0);
            changed.Add(unit);
            answers.Signals.Add(SignalOf(row.GetInt16(1), PartitionName.Of(row.TextOrNull(2), unit), unit));
        });
        steps.Add(new NpgsqlBatchCommand(_find).Texts(units), row =>
        {
            var unit = row.GetString(0);
            var outcome = changed.Contains(unit) || row.GetBoolean(1) ? UnitWriteOutcome.Applied : UnitWriteOutcome.NotQueued;
            foreach (var index in byUnit[unit])
            {
                answers.Set(index, outcome);
            }
        });
    }

    private static UnitSignal SignalOf(short before, string partition, string unit) => before switch
    {
        UnitRow.Running => new(UnitSignalKind.CancelRequested, partition, unit),
        UnitRow.Queued => new(UnitSignalKind.Ended, partition, unit),
        _ => new(UnitSignalKind.Queued, partition, null),
    };
}
