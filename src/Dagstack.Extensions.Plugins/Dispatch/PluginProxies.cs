using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The proxies of one host, by key. They are there from the beginning, whatever becomes of the plugins.</summary>
internal sealed partial class PluginProxies
{
    private readonly ConcurrentDictionary<string, PluginProxy> _proxies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginKind> _kinds = new(StringComparer.Ordinal);
    private readonly PluginCatalog _catalog;
    private readonly PluginSlots _slots;
    private readonly ProxySettings _settings;
    private readonly Dictionary<string, PluginSlot> _own = new(StringComparer.Ordinal);

    /// <param name="catalog">The plugins.</param>
    /// <param name="slots">Their slots.</param>
    /// <param name="contracts">The contracts by their kinds.</param>
    /// <param name="settings">Who is active, and how kinds are called.</param>
    /// <param name="logger">Where errors of broadcasts go that nobody else sees.</param>
    public PluginProxies(PluginCatalog catalog, PluginSlots slots, IReadOnlyDictionary<string, PluginContract> contracts, ProxySettings settings, ILogger logger)
    {
        (_catalog, _slots, _settings, Logger) = (catalog, slots, settings, logger);
        foreach (var (kind, contract) in contracts)
        {
            _kinds.Add(kind, new(contract, settings.Kinds.Of(kind), [.. settings.Required.Where(id => id.Kind == kind)]));
            if (settings.OwnSlots.FirstOrDefault(slot => slot.Contract == contract.InterfaceType) is { } own)
            {
                _own.Add(kind, own.Create(_kinds[kind]));
            }
        }

        Renew();
    }

    /// <summary>Gets where errors of broadcasts go that nobody else sees.</summary>
    public ILogger Logger { get; }

    /// <summary>Gets the kinds that the host knows.</summary>
    public IReadOnlyDictionary<string, PluginKind> Kinds => _kinds;

    /// <summary>Gets the only kind of a contract.</summary>
    public PluginKind KindOf(Type contract)
    {
        var kinds = _kinds.Values.Where(kind => kind.Contract.InterfaceType == contract).ToList();
        return kinds switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException(
                $"IPlugins<{contract.Name}> is asked for, and {contract.FullName} is not the contract of a kind. "
                + $"Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{contract.Name}>(\"kind\")] into an assembly of the host. "
                + $"Known kinds: {string.Join(", ", _kinds.Values.Select(static kind => $"{kind.Name} ({kind.Contract.InterfaceType.Name})"))}."),
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
                _proxies.GetOrAdd(id.ToString(), static (_, made) => made.contract.CreateProxy(made.slot), (contract, slot: SlotOf(id))).Slot = SlotOf(id);
            }
        }

        foreach (var (name, kind) in _kinds)
        {
            kind.Renew(_catalog.Entries
                .Where(entry => entry.Source.Id is { } id && id.Kind == name && _catalog.Find(id) == entry)
                .Select(entry => (entry, _slots[entry], _proxies[entry.Name])));

            // One that is held stays the same, and leads to somebody else from now on.
            var slot = ActiveSlot(name, kind);
            _proxies.GetOrAdd(name, static (_, made) => made.Contract.CreateProxy(made.slot), (kind.Contract, slot)).Slot = slot;
        }
    }

    private HostedSlot SlotOf(PluginId id) => _slots[_catalog.Find(id)!];
}
