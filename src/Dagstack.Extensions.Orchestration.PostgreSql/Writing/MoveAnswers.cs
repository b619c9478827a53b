using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Answers moves. Those that have changed nothing although their lease is valid were said before, or come too late: which it is, is asked afterwards, since it is rare.</summary>
/// <param name="database">Where.</param>
internal sealed class MoveAnswers(Database database)
{
    private readonly string _find = $"select unit_id, state, run, epoch, end_run, end_kind from {database.Schema.Quoted}.unit where unit_id = any($1)";

    /// <summary>Answers those whose answer is known, and returns the others.</summary>
    /// <param name="moves">The moves.</param>
    /// <param name="epochs">The leases that are valid.</param>
    /// <param name="ended">The units that were ended.</param>
    /// <param name="started">The units that were started.</param>
    /// <param name="answers">Where answers go.</param>
    public static List<PlacedWrite<UnitMove>> Answer(List<PlacedWrite<UnitMove>> moves, LeaseEpochs epochs, HashSet<string> ended, HashSet<string> started, WriteAnswers answers)
    {
        var open = new List<PlacedWrite<UnitMove>>();
        foreach (var move in moves)
        {
            var write = move.Write;
            var (isValid, isGone) = (epochs.IsValid(write.Lease), epochs.IsGone(write.Lease));
            answers.Set(move.Index, isValid ? UnitWriteOutcome.Applied : UnitWriteOutcome.Fenced);
            if (isValid)
            {
                Tell(write, ended, started, answers);
            }

            if (isGone || (isValid && ((write.End is { } end && !ended.Contains(end.UnitId)) || (write.Start is { } start && !started.Contains(start.UnitId)))))
            {
                open.Add(move);
            }
        }

        return open;
    }

    /// <summary>Answers the others.</summary>
    /// <param name="moves">The moves.</param>
    /// <param name="epochs">The leases that are valid.</param>
    /// <param name="ended">The units that were ended.</param>
    /// <param name="started">The units that were started.</param>
    /// <param name="answers">Where answers go.</param>
    /// <param name="connection">Where they are looked up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ExplainAsync(List<PlacedWrite<UnitMove>> moves, LeaseEpochs epochs, HashSet<string> ended, HashSet<string> started, WriteAnswers answers, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var ids = moves.SelectMany(static move => new[] { move.Write.End?.UnitId, move.Write.Start?.UnitId }).Distinct();
        var rows = await connection.QueryAsync(new NpgsqlBatchCommand(_find).Texts(ids), MovedUnit.Read, cancellationToken).ConfigureAwait(false);
        var units = rows.ToDictionary(static unit => unit.UnitId, StringComparer.Ordinal);
        foreach (var (index, move) in moves)
        {
            var isEnded = move.End is not { } end || ended.Contains(end.UnitId) || (units.GetValueOrDefault(end.UnitId)?.WasEndedBy(end) ?? false);
            var isStarted = move.Start is not { } start || started.Contains(start.UnitId) || (units.GetValueOrDefault(start.UnitId)?.WasStartedBy(start, move.Lease) ?? false);
            var isFenced = !epochs.IsValid(move.Lease) && units.Values.Any(unit => unit.IsOpen && (unit.UnitId == move.End?.UnitId || unit.UnitId == move.Start?.UnitId));
            var outcome = isEnded && isStarted ? UnitWriteOutcome.Applied : UnitWriteOutcome.NotQueued;
            answers.Set(index, isFenced ? UnitWriteOutcome.Fenced : outcome);
        }
    }

    private static void Tell(UnitMove move, HashSet<string> ended, HashSet<string> started, WriteAnswers answers)
    {
        var partition = move.Lease.Partition;
        if (move.End is { } end && ended.Contains(end.UnitId))
        {
            var isQueued = UnitRow.After(end.Kind) == UnitRow.Queued;
            answers.Signals.Add(new(isQueued ? UnitSignalKind.Queued : UnitSignalKind.Ended, partition, end.UnitId));
            if (IsLast(move))
            {
                answers.Gone.Add(partition);
            }
        }

        if (move.Start is { } start && started.Contains(start.UnitId))
        {
            answers.Signals.Add(new(UnitSignalKind.Progressed, partition, start.UnitId));
        }
    }

    /// <summary>Tells whether a partition goes with the unit that is ended.</summary>
    /// <param name="move">The move.</param>
    public static bool IsLast(UnitMove move) => PartitionName.IsOwn(move.Lease.Partition) && move.End is { } end && UnitRow.After(end.Kind) > UnitRow.Queued;
}
