using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Takes units in.</summary>
/// <param name="schema">Where.</param>
internal sealed class EnqueueStep(SchemaName schema)
{
    // The places are drawn in the order of the writes; the rows are inserted in the order of their keys, so that two processes that say the same keys
    // at the same time do not wait for each other.
    private readonly string _insert = $"""
        insert into {schema.Quoted}.unit (unit_id, id, seq, plugin, queue, partition_key, state, args, idempotency_key, idempotency_id, input_hash, input_id, is_unique, expires_at, traceparent, metadata, enqueued_at)
        select unit_id, place, place, plugin, queue, partition_key, {UnitRow.Queued}, args, idempotency_key, idempotency_id, input_hash, input_id, is_unique, now() + expires_in * interval '1 microsecond', traceparent, metadata, now()
        from (
            select nextval('{schema.Quoted}.place') as place, given.* from (
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality
                    as g(unit_id, plugin, queue, partition_key, args, idempotency_key, idempotency_id, input_hash, input_id, is_unique, expires_in, traceparent, metadata, ordinal)
                order by ordinal
            ) given offset 0
        ) placed
        order by idempotency_id, input_id, place
        on conflict do nothing
        returning unit_id
        """;

    // "do nothing" neither returns nor sees what another transaction has inserted meanwhile: that takes a statement with a look of its own.
    private readonly string _find = $"""
        select g.ordinal::int, u.unit_id, coalesce(u.unit_id, k.unit_id, i.unit_id)
        from unnest($1, $2, $3) with ordinality as g(unit_id, idempotency_id, input_id, ordinal)
        left join {schema.Quoted}.unit u on u.unit_id = g.unit_id
        left join {schema.Quoted}.unit k on k.idempotency_id = g.idempotency_id
        left join {schema.Quoted}.unit i on i.input_id = g.input_id and i.is_unique and i.state in (1, 2, 3)
        """;

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="units">The units.</param>
    /// <param name="answers">Where answers go. A unit whose twin has gone between two statements has none: it is to be said again.</param>
    public void Add(WriteSteps steps, List<PlacedWrite<NewUnit>> units, WriteAnswers answers)
    {
        if (units.Count == 0)
        {
            return;
        }

        var indexes = units.ToDictionary(static unit => unit.Write.UnitId, StringComparer.Ordinal);
        var given = units.ConvertAll(static unit => unit.Write);
        var keys = given.ConvertAll(static unit => RowKey.Of(unit.Plugin, unit.IdempotencyKey));
        var inputs = given.ConvertAll(static unit => RowKey.Of(unit.Plugin, unit.InputHash));
        var insert = new NpgsqlBatchCommand(_insert)
            .Texts(given.Select(static unit => unit.UnitId))
            .Texts(given.Select(static unit => unit.Plugin))
            .Guids(given.Select(static unit => RowKey.Of(PartitionName.Of(unit.PartitionKey, unit.UnitId))))
            .Texts(given.Select(static unit => unit.PartitionKey))
            .Bytes(given.Select(static unit => (ReadOnlyMemory<byte>?)unit.Args))
            .Texts(given.Select(static unit => unit.IdempotencyKey))
            .Guids(keys)
            .Texts(given.Select(static unit => unit.InputHash))
            .Guids(inputs)
            .Booleans(given.Select(static unit => unit is { IsUniqueByInput: true, InputHash: not null }))
            .Spans(given.Select(static unit => unit.ExpiresIn))
            .Texts(given.Select(static unit => unit.TraceParent))
            .Texts(given.Select(static unit => unit.Metadata));
        var isUnique = given.Exists(static unit => unit.IdempotencyKey is not null || unit is { IsUniqueByInput: true, InputHash: not null });
        if (!isUnique)
        {
            // Nothing but its identity keeps a unit out: it was said before.
            units.ForEach(unit => answers.Set(unit.Index, UnitWriteOutcome.Applied, unit.Write.UnitId));
        }

        steps.Add(insert, row => Take(indexes[row.GetString(0)], answers));
        if (isUnique)
        {
            var unique = given.Select((unit, place) => unit.IsUniqueByInput ? inputs[place] : null);
            steps.Add(new NpgsqlBatchCommand(_find).Texts(given.Select(static unit => unit.UnitId)).Guids(keys).Guids(unique), row => Find(units[row.GetInt32(0) - 1], row, answers));
        }
    }

    private static void Take(PlacedWrite<NewUnit> unit, WriteAnswers answers)
    {
        answers.Set(unit.Index, UnitWriteOutcome.Applied, unit.Write.UnitId);
        answers.Signals.Add(new(UnitSignalKind.Queued, PartitionName.Of(unit.Write.PartitionKey, unit.Write.UnitId), unit.Write.UnitId));
    }

    private static void Find(PlacedWrite<NewUnit> unit, NpgsqlDataReader row, WriteAnswers answers)
    {
        if (row.TextOrNull(2) is { } found)
        {
            answers.Set(unit.Index, row.IsDBNull(1) ? UnitWriteOutcome.Deduplicated : UnitWriteOutcome.Applied, found);
        }
    }
}
