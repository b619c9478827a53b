using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The health of all plugins as one check of the application.</summary>
internal sealed class PluginsHealthCheck(PluginHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (unavailable, degraded) = (new List<string>(), new List<string>());
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var entry in host.Entries)
        {
            var status = entry.Status;
            data[entry.Name] = PluginStates.NameOf(status.State) + (status.Reason is null ? string.Empty : $": {status.Reason}");
            if (status.State == PluginState.Degraded || status is { State: PluginState.Reloading, IsServing: false })
            {
                degraded.Add(entry.Name);
            }
            else if (!status.IsServing && status.State != PluginState.Disabled)
            {
                unavailable.Add(entry.Name);
            }
        }

        return Task.FromResult(
            host.IsStopping ? new HealthCheckResult(context.Registration.FailureStatus, "The application is stopping.", data: data)
            : unavailable.Count > 0 ? new(context.Registration.FailureStatus, $"{unavailable.Count} of {data.Count} plugins are unavailable: {string.Join(", ", unavailable)}.", data: data)
            : degraded.Count > 0 ? HealthCheckResult.Degraded($"{degraded.Count} of {data.Count} plugins are degraded: {string.Join(", ", degraded)}.", data: data)
            : HealthCheckResult.Healthy($"{data.Count} plugins.", data));
    }
}
