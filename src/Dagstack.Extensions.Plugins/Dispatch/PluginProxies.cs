using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>The proxies of one host, by key. They are there from the beginning, whatever becomes of the plugins.</summary>
internal sealed class PluginProxies
{
    private readonly Dictionary<string, PluginProxy> _proxies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginKind> _kinds = new(StringComparer.Ordinal);

    public PluginProxies(PluginCatalog catalog, PluginRegistrations registrations, ActivePlugins active, ILogger logger)
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
            var options = registrations.KindSettings.Of(kind);
            var members = catalog.Entries
                .Where(entry => entry.Source.Id is { } id && id.Kind == kind && catalog.Find(id) == entry)
                .Select(entry => (entry, _proxies[entry.Name]));
            _kinds.Add(kind, new(contract, options, members));
            var tools = IsTool(contract) ? Tools = new(_kinds[kind], logger) : null;

            var leaders = catalog.Leaders(kind);
            var proxy = tools is not null && active.Find(kind) is null ? contract.CreateProxy(new ToolSlot(contract, tools))
                : leaders is [var leader] ? _proxies[leader.Name]
                : active.Find(kind) is { } choice ? contract.CreateProxy(new FailingSlot(kind, () => choice.ToException(catalog)))
                : contract.CreateProxy(NoActivePlugin(kind, leaders, registrations.SearchedRoots));
            _proxies.Add(kind, options.RoutingPolicy is { } policy ? contract.CreateProxy(new RoutedSlot(_kinds[kind], policy, proxy.Slot)) : proxy);
        }
    }

    /// <summary>Gets the functions of tool plugins; null if the host knows the kind by another contract.</summary>
    public ToolDirectory? Tools { get; }

    /// <summary>Gets the kinds that the host knows.</summary>
    public IReadOnlyDictionary<string, PluginKind> Kinds => _kinds;

    /// <summary>Tells whether a contract is that of the built-in kind whose singleton hook goes by the function.</summary>
    public static bool IsTool(PluginContract contract) => contract.InterfaceType == typeof(ITool);

    /// <summary>Gets the only kind of a contract.</summary>
    public PluginKind KindOf(Type contract)
    {
        var kinds = _kinds.Values.Where(kind => kind.Contract.InterfaceType == contract).ToList();
        return kinds switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException($"IPlugins<{contract.Name}> is asked for, and {contract.FullName} is not the contract of a kind. Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{contract.Name}>(\"kind\")] into an assembly of the host. Known kinds: {string.Join(", ", _kinds.Values.Select(static kind => $"{kind.Name} ({kind.Contract.InterfaceType.Name})"))}."),
            _ => throw new InvalidOperationException($"IPlugins<{contract.Name}> is asked for, and {contract.FullName} is the contract of several kinds: {string.Join(", ", kinds.Select(static kind => kind.Name))}. Say which: [FromKeyedServices(\"{kinds[0].Name}\")] IPlugins<{contract.Name}>."),
        };
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
