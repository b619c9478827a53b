namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How often a plugin was called, and how long that took.</summary>
/// <param name="Calls">All calls.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="Cancellations">Those that their callers cancelled.</param>
/// <param name="Timed">Those that were timed.</param>
/// <param name="MeanSeconds">The mean of these.</param>
/// <param name="MaxSeconds">The longest of these.</param>
internal sealed record PluginCallsItem(long Calls, long Failures, long Cancellations, long Timed, double? MeanSeconds, double? MaxSeconds);
