using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Warns of services that the host has one of for each scope and that a plugin's constructor keeps for the plugin's life.</summary>
internal sealed class KeptServices(ServiceLifetimes lifetimes, ILogger logger)
{
    private readonly ConcurrentDictionary<PluginId, bool> _said = new();

    /// <summary>Says it, once for each plugin however often it starts.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="given">The services that the host gave it.</param>
    public void Check(PluginId plugin, IEnumerable<(Type Type, object? Key)> given)
    {
        List<string> scoped = [.. given.Where(service => lifetimes.IsScoped(ResourceDefinition.Several(service.Type) ?? service.Type, service.Key)).Select(static service => service.Type.ToString()).Distinct()];
        if (scoped.Count > 0 && _said.TryAdd(plugin, true))
        {
            logger.ScopedServiceKept(plugin, string.Join(", ", scoped));
        }
    }
}
