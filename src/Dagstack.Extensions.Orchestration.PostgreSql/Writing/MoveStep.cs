using System.Text;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Ends runs and starts units.</summary>
/// <param name="schema">Where.</param>
internal sealed class MoveStep(SchemaName schema)
{
    private readonly string _end = $"""
        update {schema.Quoted}.unit u set
            state = g.state,
            end_run = g.run,
            end_kind = g.kind,
            lost = false,
            cancelling = u.cancelling and g.state = {UnitRow.Queued},
            failures = u.failures + case when g.kind = {(int)UnitEndKind.Retry} or (g.state in ({UnitRow.Failed}, {UnitRow.Halting}) and u.state = {UnitRow.Running}) then 1 else 0 end,
            losses = u.losses + case when g.kind = {(int)UnitEndKind.Lost} then 1 else 0 end,
            not_before = case when g.state = {UnitRow.Queued} and g.delay > 0 then now() + g.delay * interval '1 microsecond' end,
            finished_at = case when g.state <> {UnitRow.Queued} then now() end,
            output = g.output,
            output_hash = g.output_hash,
            unchanged = g.output_hash is not null and g.output_hash is not distinct from (
                select p.output_hash from {schema.Quoted}.unit p where p.input_id = u.input_id and p.state = {UnitRow.Succeeded} order by p.finished_at desc limit 1),
            error = case when g.state = {UnitRow.Succeeded} then null else coalesce(g.error, u.error) end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as g(unit_id, queue, epoch, run, state, kind, delay, output, output_hash, error)
        join {schema.Quoted}.lease l on l.queue = g.queue and l.epoch = g.epoch
        where u.unit_id = g.unit_id and u.queue = g.queue and u.run = g.run
            and (u.state = {UnitRow.Running} or (u.state = {UnitRow.Queued} and g.state not in ({UnitRow.Queued}, {UnitRow.Succeeded}) and (u.end_run, u.end_kind) is distinct from (g.run, g.kind)))
        returning u.unit_id
        """;

    // One that is marked as running was run by somebody who cannot end it any more: the lease is another's now.
    private readonly string _start = $"""
        update {schema.Quoted}.unit u set
            state = {UnitRow.Running}, run = g.run, epoch = g.epoch, lost = false,
            losses = u.losses + case when g.counts_loss then 1 else 0 end,
            not_before = null, started_at = now(), node = g.node
        from unnest($1, $2, $3, $4, $5, $6) as g(unit_id, queue, epoch, run, counts_loss, node)
        join {schema.Quoted}.lease l on l.queue = g.queue and l.epoch = g.epoch
        where u.unit_id = g.unit_id and u.queue = g.queue and u.run = g.run - 1
            and u.state in ({UnitRow.Queued}, {UnitRow.Running})
        returning u.unit_id
        """;

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="moves">The moves: one for a partition.</param>
    /// <returns>The units that were ended and started, once the step has run.</returns>
    public (HashSet<string> Ended, HashSet<string> Started) Add(WriteSteps steps, List<PlacedWrite<UnitMove>> moves)
    {
        var (ended, started) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var ends = moves.Where(static move => move.Write.End is not null).Select(static move => (move.Write.Lease, End: move.Write.End!)).ToArray();
        if (ends.Length > 0)
        {
            steps.Add(End(ends), row => ended.Add(row.GetString(0)));
        }

        var starts = moves.Where(static move => move.Write.Start is not null).Select(static move => (move.Write.Lease, Start: move.Write.Start!)).ToArray();
        if (starts.Length > 0)
        {
            steps.Add(Start(starts), row => started.Add(row.GetString(0)));
        }

        return (ended, started);
    }

    private NpgsqlBatchCommand End((UnitLease Lease, UnitEnd End)[] ends) => new NpgsqlBatchCommand(_end)
        .Texts(ends.Select(static end => end.End.UnitId))
        .Guids(ends.Select(static end => RowKey.Of(end.Lease.Partition)))
        .Longs(ends.Select(static end => end.Lease.Epoch))
        .Ints(ends.Select(static end => end.End.Run))
        .Shorts(ends.Select(static end => UnitRow.After(end.End.Kind)))
        .Shorts(ends.Select(static end => (short)end.End.Kind))
        .Spans(ends.Select(static end => (TimeSpan?)end.End.Delay))
        .Bytes(ends.Select(static end => end.End.Kind == UnitEndKind.Succeeded ? end.End.Output : null))
        .Texts(ends.Select(static end => end.End.Kind == UnitEndKind.Succeeded ? end.End.OutputHash : null))
        .Texts(ends.Select(static end => Plain(end.End.Error)));

    private NpgsqlBatchCommand Start((UnitLease Lease, UnitStart Start)[] starts) => new NpgsqlBatchCommand(_start)
        .Texts(starts.Select(static start => start.Start.UnitId))
        .Guids(starts.Select(static start => RowKey.Of(start.Lease.Partition)))
        .Longs(starts.Select(static start => start.Lease.Epoch))
        .Ints(starts.Select(static start => start.Start.Run))
        .Booleans(starts.Select(static start => start.Start.CountsLoss))
        .Texts(starts.Select(static start => start.Start.Node));

    /// <summary>Errors are texts of anybody: what no text of the database can be is replaced.</summary>
    private static string? Plain(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
