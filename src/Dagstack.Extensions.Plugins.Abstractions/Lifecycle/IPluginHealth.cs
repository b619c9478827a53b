using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins;

/// <summary>Implemented by a plugin's class that can say how it is.</summary>
/// <remarks>
/// The host asks once at the end of the setup: a failure is one of the setup, and the plugin is unavailable until it is started again. From then on it asks
/// every 30 seconds, and never twice at once. One failure makes the plugin degraded, several in a row make it unavailable, and it is back when it recovers.
/// See §4 of the plugin contract.
/// </remarks>
public interface IPluginHealth
{
    /// <summary>Tells how the plugin is.</summary>
    /// <param name="cancellationToken">Cancelled when the answer takes too long, or the plugin stops.</param>
    /// <returns>
    /// <see cref="HealthStatus.Healthy"/>, <see cref="HealthStatus.Degraded"/> for one that serves although something is wrong, or
    /// <see cref="HealthStatus.Unhealthy"/> for a failure. An exception is a failure too.
    /// </returns>
    ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken);
}
