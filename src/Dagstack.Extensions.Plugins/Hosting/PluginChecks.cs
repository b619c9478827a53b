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

            // Two names that differ only in case are one to who runs the checks, and would end them all.
            var taken = _given.Select(static given => given.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var missing in host.Required.FindMissing())
            {
                Add(missing.ToString(), readyTag, new PluginReadyCheck(host, entry: null));
            }

            foreach (var entry in host.Entries.OrderBy(static entry => entry.IsOut))
            {
                Add(entry.Name, readyTag, new PluginReadyCheck(host, entry));
                Add($"{entry.Name} live", liveTag, new PluginLiveCheck(host, entry));
            }

            return options;

            void Add(string name, string tag, IHealthCheck check)
            {
                if (taken.Add($"plugin {name}"))
                {
                    options.Registrations.Add(new($"plugin {name}", check, failureStatus: null, [tag]));
                }
            }
        }
    }
}
