namespace Dagstack.Extensions.Orchestration;

/// <summary>How units of work of a plugin are run again, and for how long one may run.</summary>
/// <remarks>What is not said of a plugin is as <see cref="OrchestrationOptions.Defaults"/> says. See docs/units.md.</remarks>
public sealed class UnitPluginOptions
{
    /// <summary>Gets or sets how often a unit is run at most before it has failed for good. Interruptions are not counted.</summary>
    /// <value>Null by default: 3. At least 1.</value>
    public int? MaxAttempts { get; set; }

    /// <summary>Gets or sets how long a unit waits after its first failure. The wait doubles with each failure, and is shortened by up to half at random.</summary>
    /// <value>Null by default: 0.2 seconds. Zero or more.</value>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>Gets or sets how long a unit waits after a failure at most.</summary>
    /// <value>Null by default: 5 minutes. Zero or more.</value>
    public TimeSpan? MaxRetryDelay { get; set; }

    /// <summary>Gets or sets how long one run may take. One that takes longer is asked to end and has failed.</summary>
    /// <value>Null by default: any time, as <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. More than zero.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets what follows in a partition when a unit of it has failed for good.</summary>
    /// <value>Null by default: <see cref="UnitFailureMode.Continue"/>.</value>
    public UnitFailureMode? OnFailure { get; set; }
}
