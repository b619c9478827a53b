using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The health checks of an application, with those of the plugins that there are when they are asked for: plugins come and go.</summary>
/// <param name="factory">Makes the checks that were registered.</param>
/// <param name="host">The plugins.</param>
/// <param name="readyTag">The tag of the checks that plugins serve.</param>
/// <param name="liveTag">The tag of the checks that no plugin needs a restart of the process.</param>
internal sealed class PluginChecks(IOptionsFactory<HealthCheckServiceOptions> factory, PluginHost host, string readyTag, string liveTag) : IOptions<HealthCheckServiceOptions>
{
    private readonly ICollection<HealthCheckRegistration> _given = factory.Create(Options.DefaultName).Registrations;

    public HealthCheckServiceOptions Value
    {
        get
        {
            var options = new HealthCheckServiceOptions();
            foreach (var given in _given)
            {
                options.Registrations.Add(given);
            }

            foreach (var entry in host.Entries.DistinctBy(static entry => entry.Name))
            {
                Add(options, entry.Name, readyTag, new PluginReadyCheck(host, entry));
                Add(options, $"{entry.Name} live", liveTag, new PluginLiveCheck(host, entry));
            }

            foreach (var missing in host.Required.FindMissing().Distinct())
            {
                Add(options, missing.ToString(), readyTag, new PluginReadyCheck(host, entry: null));
            }

            return options;
        }
    }

    private static void Add(HealthCheckServiceOptions options, string name, string tag, IHealthCheck check) =>
        options.Registrations.Add(new($"plugin {name}", check, failureStatus: null, [tag]));
}
