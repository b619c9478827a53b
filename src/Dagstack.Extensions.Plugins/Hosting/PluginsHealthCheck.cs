using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The health of all plugins as one check of the application.</summary>
/// <param name="host">The plugins.</param>
/// <param name="requiredOnly">Whether an unavailable plugin is a failure only where the host requires it.</param>
internal sealed class PluginsHealthCheck(PluginHost host, bool requiredOnly) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (failed, unavailable, degraded) = (new List<string>(), new List<string>(), new List<string>());
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
                (requiredOnly && !host.Required.IsNeeded(entry) ? unavailable : failed).Add(entry.Name);
            }
        }

        foreach (var missing in host.Required.FindMissing().Select(static id => id.ToString()))
        {
            data[missing] = "required, and not there";
            failed.Add(missing);
        }

        return Task.FromResult(
            host.IsStopping ? new HealthCheckResult(context.Registration.FailureStatus, "The application is stopping.", data: data)
            : failed.Count > 0 ? new(context.Registration.FailureStatus, $"{failed.Count} of {data.Count} {(requiredOnly ? "plugins are required and unavailable" : "plugins are unavailable")}: {string.Join(", ", failed)}.", data: data)
            : unavailable.Count > 0 ? HealthCheckResult.Degraded($"{unavailable.Count} of {data.Count} plugins are unavailable, none of which is required: {string.Join(", ", unavailable)}.", data: data)
            : degraded.Count > 0 ? HealthCheckResult.Degraded($"{degraded.Count} of {data.Count} plugins are degraded: {string.Join(", ", degraded)}.", data: data)
            : HealthCheckResult.Healthy($"{data.Count} plugins.", data));
    }
}
