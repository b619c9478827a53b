namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>When plugins are asked how they are, and what becomes of their answers.</summary>
/// <param name="Interval">The time between two questions; infinite for never.</param>
/// <param name="Timeout">How long an answer may take.</param>
/// <param name="Failures">How many failures in a row make a plugin unavailable.</param>
internal sealed record HealthSettings(TimeSpan Interval, TimeSpan Timeout, int Failures)
{
    public static HealthSettings Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 3);
}
