using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>
/// Writes that may be made kind by kind, by one statement for all of a kind, as if they were made one after the other: no two of them touch one unit
/// or one partition in another order than that of the kinds. What does not fit begins the next wave of the same transaction.
/// </summary>
internal sealed class WriteWave
{
    private readonly Dictionary<string, int> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<(string Unit, string Key)> _checkpoints = [];

    public List<PlacedWrite<NewUnit>> Units { get; } = [];

    public List<PlacedWrite<CheckpointWrite>> Checkpoints { get; } = [];

    public List<PlacedWrite<ProgressWrite>> Progress { get; } = [];

    public List<PlacedWrite<UnitMove>> Moves { get; } = [];

    public List<PlacedWrite<CancelWrite>> Cancels { get; } = [];

    public List<PlacedWrite<RetryWrite>> Retries { get; } = [];

    /// <summary>Sorts writes into waves.</summary>
    /// <param name="writes">The writes with their places.</param>
    public static List<WriteWave> Of(IEnumerable<PlacedWrite<UnitWrite>> writes)
    {
        var waves = new List<WriteWave> { new() };
        foreach (var (index, write) in writes)
        {
            if (!waves[^1].TryAdd(index, write))
            {
                waves.Add(new());
                waves[^1].TryAdd(index, write);
            }
        }

        return waves;
    }

    /// <summary>The leases by which something is written.</summary>
    public IEnumerable<UnitLease> Leases =>
        Moves.Select(static move => move.Write.Lease)
            .Concat(Checkpoints.Select(static checkpoint => checkpoint.Write.Lease))
            .Concat(Progress.Select(static progress => progress.Write.Lease));

    private bool TryAdd(int index, UnitWrite write)
    {
        switch (write)
        {
            case NewUnit unit:
                return Touch(1, [unit.UnitId]) && Add(Units, index, unit);
            case CheckpointWrite checkpoint:
                return _checkpoints.Add((checkpoint.UnitId, checkpoint.Key)) && Touch(2, [checkpoint.UnitId], mayRepeat: true) && Add(Checkpoints, index, checkpoint);
            case ProgressWrite progress:
                return Touch(3, [progress.UnitId]) && Add(Progress, index, progress);
            case UnitMove move:
                // The start of a unit may come with the end of the one before it, which leaves the two of one partition to one move.
                return Touch(4, [RowKey.Of(move.Lease.Partition).ToString(), .. UnitsOf(move)]) && Add(Moves, index, move);
            case CancelWrite cancel:
                return Touch(5, [cancel.UnitId], mayRepeat: true) && Add(Cancels, index, cancel);
            case RetryWrite retry:
                return Touch(6, [retry.UnitId]) && Add(Retries, index, retry);
            default:
                throw new ArgumentException($"{write?.GetType().ToString() ?? "null"} is no write that this store knows.", nameof(write));
        }
    }

    private static IEnumerable<string> UnitsOf(UnitMove move)
    {
        string?[] units = move.Start?.UnitId == move.End?.UnitId ? [move.End?.UnitId] : [move.End?.UnitId, move.Start?.UnitId];
        return units.OfType<string>();
    }

    private static bool Add<T>(List<PlacedWrite<T>> writes, int index, T write)
        where T : UnitWrite
    {
        writes.Add(new(index, write));
        return true;
    }

    private bool Touch(int kind, string[] touched, bool mayRepeat = false)
    {
        if (touched.Any(key => _touched.TryGetValue(key, out var before) && (before > kind || (before == kind && !mayRepeat))))
        {
            return false;
        }

        Array.ForEach(touched, key => _touched[key] = kind);
        return true;
    }
}
