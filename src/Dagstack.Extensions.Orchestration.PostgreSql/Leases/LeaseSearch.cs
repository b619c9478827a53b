using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>
/// Looks for partitions that nobody has: at all that is open, which takes longer the more there is, and is done less often then; and in between at what was
/// named, and at what processes had that have died.
/// </summary>
/// <remarks>One look at a time; <see cref="Hear"/> may be called by any thread.</remarks>
/// <param name="database">Where.</param>
/// <param name="node">Who looks.</param>
/// <param name="book">What it has.</param>
/// <param name="time">Its clock.</param>
internal sealed class LeaseSearch(Database database, string node, LeaseBook book, TimeProvider time)
{
    /// <summary>The others have looked after that time: what they have left then is taken whole, and not only a share of it.</summary>
    private static readonly TimeSpan s_othersTurn = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_old = TimeSpan.FromSeconds(3);

    private readonly NodeClaim _claim = new(database);
    private readonly WakingQueues _queues = new();
    private readonly LookPace _all = new(time, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), 16);
    private readonly LookPace _some = new(time, TimeSpan.Zero, TimeSpan.FromMilliseconds(500), 4);
    private readonly LookPace _orphans = new(time, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), 4);
    private readonly HashSet<string> _ending = new(StringComparer.Ordinal);
    private long? _leftSince;

    /// <summary>How long it takes until it is looked at partitions that are named.</summary>
    /// <value>Null if none is.</value>
    public TimeSpan? UntilNamed => _queues.IsEmpty ? null : _some.Left;

    /// <summary>Hears that a partition has something to run.</summary>
    /// <param name="partition">The partition.</param>
    public void Hear(string partition) => _queues.Add(partition);

    /// <summary>Looks, and takes what it finds.</summary>
    /// <param name="pulse">Whether it lives, and others do.</param>
    /// <param name="plugins">Whose units are wanted.</param>
    /// <param name="held">The partitions that it runs; what it has no lease of any more is not wanted, since it has not ended yet.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found; null if it is not time to look.</returns>
    public async Task<NodeLookResult?> LookAsync(NodePulse pulse, IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken)
    {
        NameEnded(held);
        var scope = _all.IsDue ? NodeLookScope.All : _orphans.IsDue ? NodeLookScope.Orphans : NodeLookScope.Some;
        if (scope == NodeLookScope.Some && (!_some.IsDue || _queues.IsEmpty))
        {
            return null;
        }

        var began = time.GetTimestamp();
        var ending = book.Missing(held);
        var look = new NodeLook
        {
            Node = node,
            Plugins = plugins,
            Held = book.Count,
            Limit = limit,
            Scope = scope,
            Queues = scope == NodeLookScope.Orphans ? [] : _queues.Take(),
            Ending = [.. ending.Select(RowKey.Of)],
            TakesAll = _leftSince is { } since && time.GetElapsedTime(since) is var passed && passed >= s_othersTurn && passed < s_old,
            JudgesSessions = pulse.JudgesSessions,
            JudgesBeats = pulse.JudgesBeats,
        };
        var found = await _claim.RunAsync(look, cancellationToken).ConfigureAwait(false);
        (scope switch { NodeLookScope.All => _all, NodeLookScope.Some => _some, _ => _orphans }).Note(began);

        _ending.UnionWith(ending);
        if (scope == NodeLookScope.Orphans)
        {
            _leftSince = found.Left == 0 ? null : _leftSince is { } first && time.GetElapsedTime(first) < s_old ? first : time.GetTimestamp();
        }

        return found;
    }

    /// <summary>What was passed over since it had not ended here is looked at once it has, and nobody names it then.</summary>
    private void NameEnded(IReadOnlySet<string> held) => _ending.RemoveWhere(partition =>
    {
        if (held.Contains(partition))
        {
            return false;
        }

        _queues.Add(partition);
        return true;
    });
}
