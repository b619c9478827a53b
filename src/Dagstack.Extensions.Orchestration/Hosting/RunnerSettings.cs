using Dagstack.Extensions.Orchestration.Running;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>Makes what the runner reads of what the user said.</summary>
internal static class RunnerSettings
{
    public static UnitRunnerOptions Of(OrchestrationOptions options)
    {
        var policies = options.Plugins.ToDictionary(static pair => pair.Key, pair => PolicyOf(pair.Value, options.Defaults), StringComparer.Ordinal);
        var others = PolicyOf(options.Defaults, options.Defaults);
        return new()
        {
            MaxConcurrency = options.MaxConcurrency,
            MaxLongRunning = options.MaxLongRunning ?? Math.Max(1, options.MaxConcurrency / 2),
            LongFrom = options.LongRunningFrom,
            MaxPartitions = options.MaxPartitions,
            Grace = options.CancelGrace,
            KeepSucceeded = UpToACentury(options.KeepSucceeded),
            KeepOthers = UpToACentury(options.KeepFailed),
            SweepInterval = options.SweepInterval,
            PolicyOf = plugin => policies.GetValueOrDefault(plugin, others),
        };
    }

    /// <summary>Clocks end somewhere, and spans may be longer.</summary>
    private static TimeSpan UpToACentury(TimeSpan span) => span.TotalDays < 36_500 ? span : TimeSpan.FromDays(36_500);

    private static UnitPolicy PolicyOf(UnitPluginOptions of, UnitPluginOptions defaults)
    {
        var timeout = of.Timeout ?? defaults.Timeout;
        return new()
        {
            MaxAttempts = of.MaxAttempts ?? defaults.MaxAttempts ?? UnitPolicy.Default.MaxAttempts,
            FirstDelay = of.RetryDelay ?? defaults.RetryDelay ?? UnitPolicy.Default.FirstDelay,
            LongestDelay = of.MaxRetryDelay ?? defaults.MaxRetryDelay ?? UnitPolicy.Default.LongestDelay,
            Timeout = timeout == Timeout.InfiniteTimeSpan ? null : timeout,
            Halts = (of.OnFailure ?? defaults.OnFailure) == UnitFailureMode.Halt,
        };
    }
}
