using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>The proxies of one host, by key. They are there from the beginning, whatever becomes of the plugins.</summary>
internal sealed class PluginProxies
{
    private readonly Dictionary<string, PluginProxy> _proxies = new(StringComparer.Ordinal);

    public PluginProxies(PluginCatalog catalog, PluginRegistrations registrations, ActivePlugins active)
    {
        foreach (var entry in catalog.Entries)
        {
            if (entry.Source.Id is { } id && entry.Contract is { } contract && !_proxies.ContainsKey(id.ToString()))
            {
                _proxies.Add(id.ToString(), contract.CreateProxy(catalog.Find(id)!.Slot));
            }
        }

        foreach (var (kind, contract) in registrations.Kinds.Contracts)
        {
            var leaders = catalog.Leaders(kind);
            _proxies.Add(kind, leaders is [var leader] ? _proxies[leader.Name]
                : active.Find(kind) is { } choice ? contract.CreateProxy(new FailingSlot(kind, () => choice.ToException(catalog)))
                : contract.CreateProxy(NoActivePlugin(kind, leaders, registrations.SearchedRoots)));
        }
    }

    /// <summary>Gets the proxy that a key stands for: <c>kind:name</c> or <c>kind</c>.</summary>
    public PluginProxy this[string key] => _proxies[key];

    private static FailingSlot NoActivePlugin(string kind, IReadOnlyList<PluginEntry> leaders, List<string> searched)
    {
        if (leaders.Count > 1)
        {
            string[] names = [.. leaders.Select(static entry => entry.Name)];
            return new(kind, () => new AmbiguousPluginException(kind, names, $"The kind '{kind}' has no single active plugin: {string.Join(", ", names)} have the same priority. Give one of them a higher 'priority', choose one in 'dagstack:active:{kind}' of the configuration, or ask for one by its key."));
        }

        var roots = searched.Count == 0 ? "No folder was searched." : $"Searched: {string.Join(", ", searched)}.";
        return new(kind, () => new PluginUnavailableException(kind, $"none was found that can start. {roots}"));
    }
}
