namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>How units are run.</summary>
internal sealed record UnitRunnerOptions
{
    /// <summary>Gets how many units run at a time.</summary>
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>Gets how many of these may be long ones.</summary>
    public int MaxLongRunning { get; init; } = 8;

    /// <summary>Gets the estimated duration from which on a unit is a long one.</summary>
    public TimeSpan LongFrom { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets how many partitions are held at a time.</summary>
    public int MaxPartitions { get; init; } = 1_000;

    /// <summary>Gets how many units of a partition are loaded at a time.</summary>
    public int LoadLimit { get; init; } = 16;

    /// <summary>Gets how often it is looked for partitions without being woken.</summary>
    /// <value>Null for 500 ms, 250 ms where several processes run units.</value>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>Gets how long it is waited at least between two looks.</summary>
    public TimeSpan ClaimInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets how often it is asked which units are to be cancelled.</summary>
    public TimeSpan CancelInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long a unit that was asked to end is waited for.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long it is waited for at most when the runner stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long it may take to write the ends of units once the time for a stop is over.</summary>
    public TimeSpan LastWrites { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets up to which wait before a retry the partition is kept.</summary>
    public TimeSpan KeptWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how often a unit's progress is written at most.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how many processes may die with a unit.</summary>
    public int MaxLosses { get; init; } = 5;

    /// <summary>Gets how many processes have died with a unit that is a suspect. Suspects run one at a time, while what has merely run beside one runs again at once.</summary>
    public int SuspectFrom { get; init; } = 4;

    /// <summary>Gets for how long after an outage of the store losses are not counted.</summary>
    public TimeSpan CalmAfterOutage { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan KeepSucceeded { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan KeepOthers { get; init; } = TimeSpan.FromDays(30);

    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromHours(1);

    public int SweepLimit { get; init; } = 1_000;

    /// <summary>Gets how often units of a plugin are run, by its <c>kind:name</c>.</summary>
    public Func<string, UnitPolicy> PolicyOf { get; init; } = static _ => UnitPolicy.Default;
}
