using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>What is written by one commit.</summary>
/// <param name="session">The writing connection.</param>
/// <param name="epoch">The epoch of all partitions while the file is open.</param>
/// <param name="now">The time of all of it, in ticks of UTC.</param>
/// <param name="lastNumber">The last number that was given out before.</param>
internal sealed class SqliteTransaction(SqliteSession session, long epoch, long now, long lastNumber)
{
    private const string SaveNumber = "update store set last_number = $1 where last_number <> $1";
    private const string AddToCounter = "insert into counter values ($1, $2, $3) on conflict (plugin, state) do update set units = units + excluded.units";

    private readonly Dictionary<(string Plugin, UnitState State), long> _counts = [];
    private readonly List<UnitSignal> _signals = [];
    public SqliteSession Session => session;

    public long Epoch => epoch;

    public long Now => now;

    public long LastNumber { get; private set; } = lastNumber;

    /// <summary>What is to be told once it is durable.</summary>
    public IReadOnlyList<UnitSignal> Signals => _signals;

    /// <summary>Returns a number that is greater than all before it.</summary>
    public long NextNumber() => ++LastNumber;

    /// <summary>Takes back the number that was given out last.</summary>
    public void ReturnNumber() => LastNumber--;

    public void Signal(UnitSignalKind kind, string? partition, string? unitId) => _signals.Add(new(kind, partition, unitId));

    /// <summary>Counts a unit that is in a state now, or not any more.</summary>
    public void Count(string plugin, UnitState state, int change) =>
        _counts[(plugin, state)] = _counts.GetValueOrDefault((plugin, state)) + change;

    /// <summary>Writes what was counted on the way.</summary>
    public void Flush()
    {
        session[SaveNumber].Run(LastNumber);
        foreach (var ((plugin, state), change) in _counts)
        {
            if (change != 0)
            {
                session[AddToCounter].Run(plugin, (long)state, change);
            }
        }
    }
}
