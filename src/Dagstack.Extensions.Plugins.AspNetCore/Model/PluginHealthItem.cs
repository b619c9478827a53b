namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>The last answer of a plugin to how it is.</summary>
/// <param name="Status">The answer: <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Description">What is said of it.</param>
/// <param name="At">When.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="FailuresInARow">How many in a row were unhealthy.</param>
internal sealed record PluginHealthItem(string Status, string? Description, DateTimeOffset At, double Seconds, int FailuresInARow);
