namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>One start of a plugin, as far as it has come. Who asks looks at it while it goes on.</summary>
/// <param name="moment">When it was asked for.</param>
internal sealed class StartRecord(StartMoment moment)
{
    private const long NotYet = long.MinValue;

    private readonly DateTimeOffset _began = moment.At;
    private readonly long _asked = moment.Timestamp;
    private readonly TimeProvider _time = moment.Time;
    private IReadOnlyList<PluginStartWait> _waits = [];
    private long _begun = NotYet;
    private long _loaded = NotYet;
    private long _ended = NotYet;
    private int _outcome;

    /// <summary>Gets when it ended, by the clock of <see cref="TimeProvider.GetTimestamp"/>; null while it goes on.</summary>
    public long? Ended => Volatile.Read(ref _ended) is not NotYet and var ended ? ended : null;

    /// <summary>Notes for whom it waited.</summary>
    /// <param name="dependencies">What the plugin needs.</param>
    /// <param name="last">Who ended last of those that start before; null if nobody does.</param>
    public void WaitedFor(IEnumerable<PluginEntry> dependencies, PluginEntry? last)
    {
        var needed = dependencies.ToHashSet();
        IEnumerable<PluginEntry> all = last is null || needed.Contains(last) ? needed : [.. needed, last];
        Volatile.Write(ref _waits, [.. all.Select(entry => WaitFor(entry, needed.Contains(entry))).OfType<PluginStartWait>().OrderByDescending(static wait => wait.Duration)]);
    }

    /// <summary>Notes that it waits no more.</summary>
    public void Begin() => Volatile.Write(ref _begun, _time.GetTimestamp());

    /// <summary>Notes that the instance is there, and is set up next.</summary>
    public void Loaded() => Volatile.Write(ref _loaded, _time.GetTimestamp());

    /// <summary>Notes how it ended.</summary>
    public void End(PluginStartOutcome outcome)
    {
        Volatile.Write(ref _outcome, (int)outcome);
        Volatile.Write(ref _ended, _time.GetTimestamp());
    }

    public PluginStartTimes Read()
    {
        // The end first: what came before it is there then.
        var ended = Volatile.Read(ref _ended);
        var (begun, loaded) = (Volatile.Read(ref _begun), Volatile.Read(ref _loaded));
        var until = ended == NotYet ? _time.GetTimestamp() : ended;
        if (loaded > until)
        {
            // It came after its start had been given up, in whose time it was not there.
            loaded = NotYet;
        }

        return new()
        {
            Began = _began,
            Outcome = ended == NotYet ? PluginStartOutcome.UnderWay : (PluginStartOutcome)Volatile.Read(ref _outcome),
            WaitedFor = Volatile.Read(ref _waits),
            Waiting = Between(_asked, begun == NotYet ? until : begun),
            Loading = begun == NotYet ? TimeSpan.Zero : Between(begun, loaded == NotYet ? until : loaded),
            Setup = loaded == NotYet ? TimeSpan.Zero : Between(loaded, until),
            Total = Between(_asked, until),
        };
    }

    private PluginStartWait? WaitFor(PluginEntry entry, bool isDependency) =>
        entry is { Source.Id: { } id, Start.Ended: { } ended } && Between(_asked, ended) is var waited && waited > TimeSpan.Zero
            ? new() { Plugin = id, Duration = waited, IsDependency = isDependency }
            : null;

    private TimeSpan Between(long from, long to) => to <= from ? TimeSpan.Zero : _time.GetElapsedTime(from, to);
}
