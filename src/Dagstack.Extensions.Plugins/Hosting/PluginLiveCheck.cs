using Dagstack.Extensions.Plugins.Catalog;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Whether only a new process gives the application back a plugin that it requires. What has failed otherwise is tried again in this one.</summary>
/// <param name="host">The plugins.</param>
/// <param name="entry">The plugin.</param>
internal sealed class PluginLiveCheck(PluginHost host, PluginEntry entry) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = entry.Status;
        var data = PluginCheckData.Of(status);
        if (host.IsStopping || !(status.RequiresRestart || status.State == PluginState.Leaked))
        {
            return Task.FromResult(HealthCheckResult.Healthy("No restart of the process is needed for it.", data));
        }

        var text = PluginCheckData.Describe(status);
        return Task.FromResult(
            status.IsServing ? HealthCheckResult.Degraded($"{text} What it held before is released by a restart of the process alone.", data: data)
            : host.Required.IsNeeded(entry) ? HealthCheckResult.Unhealthy($"{text} The host requires it, and only a restart of the process gives it back.", data: data)
            : HealthCheckResult.Degraded($"{text} Only a restart of the process gives it back, and the host does not require it.", data: data));
    }
}
