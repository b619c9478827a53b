using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>The proxies of one host, by key. They are there from the beginning, whatever becomes of the plugins.</summary>
internal sealed class PluginProxies
{
    private readonly ConcurrentDictionary<string, PluginProxy> _proxies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginKind> _kinds = new(StringComparer.Ordinal);
    private readonly PluginCatalog _catalog;
    private readonly PluginRegistrations _registrations;
    private readonly ActivePlugins _active;

    public PluginProxies(PluginCatalog catalog, PluginRegistrations registrations, ActivePlugins active, ILogger logger)
    {
        (_catalog, _registrations, _active) = (catalog, registrations, active);
        foreach (var (kind, contract) in registrations.Kinds.Contracts)
        {
            _kinds.Add(kind, new(contract, registrations.KindSettings.Of(kind)));
            if (IsTool(contract))
            {
                Tools = new(_kinds[kind], logger);
            }
        }

        Renew();
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

    /// <summary>Gets the proxy that a key stands for; null if no plugin has it, or only one that is gone.</summary>
    public PluginProxy? TryGet(string key) =>
        _proxies.TryGetValue(key, out var proxy) && (proxy.Slot.Id is not { } id || _catalog.Find(id) is not null) ? proxy : null;

    /// <summary>Takes over who there is now, and who the active plugins are.</summary>
    public void Renew()
    {
        foreach (var entry in _catalog.Entries)
        {
            if (entry.Source.Id is { } id && entry.Contract is { } contract)
            {
                _proxies.GetOrAdd(id.ToString(), static (_, made) => made.contract.CreateProxy(made.slot), (contract, slot: _catalog.Find(id)!.Slot)).Slot = _catalog.Find(id)!.Slot;
            }
        }

        foreach (var (name, kind) in _kinds)
        {
            kind.Renew(_catalog.Entries
                .Where(entry => entry.Source.Id is { } id && id.Kind == name && _catalog.Find(id) == entry)
                .Select(entry => (entry, _proxies[entry.Name])));

            var slot = ActiveSlot(name, kind);
            if (!_registrations.IsReloadAllowed && slot.Id is { } only)
            {
                _proxies[name] = _proxies[only.ToString()];
                continue;
            }

            // One that is held stays the same, and leads to somebody else from now on.
            _proxies.GetOrAdd(name, static (_, made) => made.Contract.CreateProxy(made.slot), (kind.Contract, slot)).Slot = slot;
        }
    }

    private PluginSlot ActiveSlot(string kind, PluginKind members)
    {
        var leaders = _catalog.Leaders(kind);
        var slot = Tools is not null && IsTool(members.Contract) && _active.Find(kind) is null ? new ToolSlot(members.Contract, Tools)
            : leaders is [var leader] ? leader.Slot
            : _active.Find(kind) is { } choice ? new FailingSlot(kind, () => choice.ToException(_catalog))
            : (PluginSlot)NoActivePlugin(kind, leaders, _registrations.SearchedRoots);
        return members.Options.RoutingPolicy is { } policy ? new RoutedSlot(members, policy, slot) : slot;
    }

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
