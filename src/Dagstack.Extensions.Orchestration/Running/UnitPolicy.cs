namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>How often units of a plugin are run, and what follows when they fail.</summary>
internal sealed record UnitPolicy
{
    public static readonly UnitPolicy Default = new();

    /// <summary>Gets how often a unit is run at most, failures only.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Gets the wait after the first failure; it doubles.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Gets how long that wait is at most.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets a value indicating whether a final failure holds up those behind it.</summary>
    public bool Halts { get; init; }

    /// <summary>Gets how long a run may take.</summary>
    /// <value>Null for any time.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Returns the wait after a failure.</summary>
    /// <param name="failures">How many there were, from 1.</param>
    /// <param name="share">Which part of it, from 0 to 1: half of the wait is always kept.</param>
    public TimeSpan DelayAfter(int failures, double share)
    {
        var full = Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 60)), LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(full * (0.5 + (share / 2)));
    }
}
