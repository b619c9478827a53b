using Dagstack.Extensions.Plugins.Catalog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Whether one plugin serves, or the application does its work without it.</summary>
/// <param name="host">The plugins.</param>
/// <param name="entry">The plugin; null for one that the host requires and that is not there.</param>
internal sealed class PluginReadyCheck(PluginHost host, PluginEntry? entry) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(entry is null ? HealthCheckResult.Unhealthy("The host requires it, and it is not there.") : Check(entry));

    private HealthCheckResult Check(PluginEntry plugin)
    {
        var status = plugin.Status;
        var (data, text) = (PluginCheckData.Of(status), PluginCheckData.Describe(status));
        return host.IsStopping ? HealthCheckResult.Unhealthy("The application is stopping.", data: data)
            : status.State == PluginState.Degraded ? HealthCheckResult.Degraded(text, data: data)
            : status.IsServing ? HealthCheckResult.Healthy(text, data)
            : status.State == PluginState.Reloading ? HealthCheckResult.Degraded(text, data: data)
            : host.Required.IsNeeded(plugin) ? HealthCheckResult.Unhealthy($"{text} The host requires it.", data: data)
            : status.State == PluginState.Disabled ? HealthCheckResult.Healthy(text, data)
            : HealthCheckResult.Degraded($"{text} The host does not require it.", data: data);
    }
}
