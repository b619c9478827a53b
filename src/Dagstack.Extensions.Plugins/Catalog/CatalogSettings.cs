using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>What a catalog is made of.</summary>
/// <param name="Plugins">The plugins that were found.</param>
/// <param name="Contracts">The contracts by their kinds.</param>
/// <param name="CoreVersion">The version of the plugin system that manifests must admit.</param>
/// <param name="Host">The host's own settings.</param>
/// <param name="Active">Which plugins are to be active.</param>
/// <param name="TrustedPublishers">The publishers that are trusted; null where that is not checked.</param>
/// <param name="IsRouted">Tells whether something else than priority chooses the active plugin of a contract's kind for each call.</param>
internal sealed record CatalogSettings(
    IReadOnlyList<FoundPlugin> Plugins,
    IReadOnlyDictionary<string, PluginContract> Contracts,
    string CoreVersion,
    HostSettings Host,
    ActivePlugins Active,
    IReadOnlyList<string>? TrustedPublishers,
    Func<PluginContract, bool> IsRouted);
