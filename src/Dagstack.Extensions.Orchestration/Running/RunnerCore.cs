using Dagstack.Extensions.Orchestration.Writing;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What all partitions of a runner share. But for the writer it is touched on the strand only.</summary>
internal sealed class RunnerCore
{
    public RunnerCore(UnitRunnerParts parts)
    {
        Parts = parts;
        Strand = new(parts.Scheduler);
        Retry = new(new(parts.Time), parts.WriterOptions, parts.Time, parts.Random, parts.Logger);
        Writer = new(parts.Store, Retry, parts.WriterOptions, parts.Scheduler, parts.Logger);
        Loader = new(parts.Store, Retry, Options.LoadLimit);
        Releaser = new(parts.Placement, Retry);
        Slots = new(Options.MaxConcurrency, Options.MaxLongRunning);
    }

    public UnitRunnerParts Parts { get; }

    public UnitRunnerOptions Options => Parts.Options;

    public TimeProvider Time => Parts.Time;

    public ILogger Logger => Parts.Logger;

    public string Node => Parts.Placement.Node;

    public Strand Strand { get; }

    public StoreRetry Retry { get; }

    public UnitWriter Writer { get; }

    public QueueLoader Loader { get; }

    public LeaseReleaser Releaser { get; }

    public Slots Slots { get; }

    /// <summary>Gets what runs, by the unit.</summary>
    public Dictionary<string, UnitRun> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what ends all waiting once nothing is to be begun any more.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Gets what ends all waiting for the store once there is no more time.</summary>
    public CancellationTokenSource Ended { get; } = new();

    public bool IsStopping => Stopping.IsCancellationRequested;

    /// <summary>Tells whether a process that seems to have died with a unit may have been taken for dead only since the store was out.</summary>
    public bool IsCalm => !Writer.Outage.WasOutSince(Time.GetUtcNow() - Options.CalmAfterOutage);

    /// <summary>Waits.</summary>
    public Task PauseAsync(TimeSpan span, CancellationToken cancellationToken) => Strand.PauseAsync(span, Time, cancellationToken);

    public double NextShare()
    {
        lock (Parts.Random)
        {
            return Parts.Random.NextDouble();
        }
    }
}
