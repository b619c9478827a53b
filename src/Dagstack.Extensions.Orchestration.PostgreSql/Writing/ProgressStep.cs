using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Writes how far units have come.</summary>
/// <param name="schema">Where.</param>
internal sealed class ProgressStep(SchemaName schema)
{
    private readonly string _update = $"""
        update {schema.Quoted}.unit u set progress = g.progress
        from unnest($1, $2, $3, $4, $5) as g(unit_id, queue, epoch, run, progress)
        join {schema.Quoted}.lease l on l.queue = g.queue and l.epoch = g.epoch
        where u.unit_id = g.unit_id and u.queue = g.queue and u.state = {UnitRow.Running} and u.run = g.run
        returning u.unit_id
        """;

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="writes">The writes: one for a unit.</param>
    /// <param name="answers">Where answers go.</param>
    public void Add(WriteSteps steps, List<PlacedWrite<ProgressWrite>> writes, WriteAnswers answers)
    {
        if (writes.Count == 0)
        {
            return;
        }

        writes.ForEach(write => answers.Set(write.Index, UnitWriteOutcome.Fenced));
        var byUnit = writes.ToDictionary(static write => write.Write.UnitId, StringComparer.Ordinal);
        var command = new NpgsqlBatchCommand(_update)
            .Texts(writes.Select(static write => write.Write.UnitId))
            .Guids(writes.Select(static write => RowKey.Of(write.Write.Lease.Partition)))
            .Longs(writes.Select(static write => write.Write.Lease.Epoch))
            .Ints(writes.Select(static write => write.Write.Run))
            .Bytes(writes.Select(static write => (ReadOnlyMemory<byte>?)write.Write.Progress));
        steps.Add(command, row =>
        {
            var (index, write) = byUnit[row.GetString(0)];
            answers.Set(index, UnitWriteOutcome.Applied);
            answers.Signals.Add(new(UnitSignalKind.Progressed, write.Lease.Partition, write.UnitId));
        });
    }
}
