using Dagstack.Extensions.Plugins.Diagnostics;

namespace Dagstack.Extensions.Plugins;

/// <content>How much plugins log. See docs/operations.md.</content>
public sealed partial class DagstackPluginOptions
{
    internal LogLimits? LogLimits => MaxLogLinesPerSecond is { } lines ? new(lines, MaxLogBurst) : null;

    /// <summary>Gets or sets how many lines a second a plugin may log in the long run. What is more is dropped, counted by <c>dagstack.plugin.log.dropped</c>, and said in its log every 10 seconds.</summary>
    /// <remarks>Lines of the level Error have as many of their own, and those of the level Critical are never dropped. Lines that the log does not want are not counted.</remarks>
    /// <value>1,000 by default, from 1 to 1,000,000; null for no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1,000,000.</exception>
    public int? MaxLogLinesPerSecond
    {
        get;
        set => field = value is null or (>= 1 and <= 1_000_000) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A plugin may log 1 to 1,000,000 lines a second; null is for no limit.");
    } = 1_000;

    /// <summary>Gets or sets how many lines a plugin may log at once, after it was silent.</summary>
    /// <value>5,000 by default, from 1 on. Without effect where <see cref="MaxLogLinesPerSecond"/> is null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxLogBurst
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A plugin may log at least one line.");
    } = 5_000;
}
