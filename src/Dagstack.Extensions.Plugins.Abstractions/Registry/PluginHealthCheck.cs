using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins;

/// <summary>One answer of a plugin to how it is.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public sealed class PluginHealthCheck
{
    /// <summary>Gets the answer. A check that threw or did not answer in time is unhealthy.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>Gets what the plugin, or the host for it, says of it.</summary>
    /// <value>Null if nothing was said.</value>
    public string? Description { get; init; }

    /// <summary>Gets when the answer was there, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how many answers in a row were unhealthy, this one included.</summary>
    /// <value>0 after any other answer.</value>
    public int FailuresInARow { get; init; }
}
