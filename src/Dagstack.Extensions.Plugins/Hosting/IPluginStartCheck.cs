using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>Looks, right before the plugins of a host start, whether something keeps them from it.</summary>
/// <remarks>
/// Services of this type, singletons of the host, are asked once for each start, before anything of a plugin is loaded. What they find is thrown together with what the host finds itself.
/// What a check throws keeps the host from starting too. See §2 of the plugin contract.
/// </remarks>
public interface IPluginStartCheck
{
    /// <summary>Looks.</summary>
    /// <param name="contracts">The contracts of the host, by kind.</param>
    /// <returns>What keeps the plugins from starting; empty if nothing does.</returns>
    IReadOnlyList<PluginRegistryException> Check(IReadOnlyDictionary<string, PluginContract> contracts);
}
