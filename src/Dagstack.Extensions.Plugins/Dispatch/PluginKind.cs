using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The plugins of one kind in one host: who there is, in which order, and who serves now.</summary>
internal sealed class PluginKind
{
    private volatile KindMembers _members = KindMembers.None;
    private readonly IReadOnlyList<PluginId> _required;
    private ServingMembers _serving = ServingMembers.None;
    private long _version;

    /// <param name="contract">Its contract.</param>
    /// <param name="options">How it is called.</param>
    /// <param name="required">Those of its plugins that chains do not do without.</param>
    public PluginKind(PluginContract contract, PluginKindOptions options, IReadOnlyList<PluginId> required)
    {
        (Contract, Options, _required) = (contract, options, required);
    }

    public string Name => Contract.Kind;

    public PluginContract Contract { get; }

    public PluginKindOptions Options { get; }

    /// <summary>Gets every plugin with a valid manifest, in the order of dispatch.</summary>
    public IReadOnlyList<KindMember> Members => _members.InOrder;

    /// <summary>Gets who declares what, which is looked at with the first request.</summary>
    public CapabilityIndex Capabilities => _members.Capabilities(this);

    /// <summary>Gets the plugins that serve. Reading takes no lock: the first reader after a change makes the list anew.</summary>
    public ServingMembers Serving
    {
        get
        {
            var serving = Volatile.Read(ref _serving);
            var version = Volatile.Read(ref _version);
            if (serving.Version != version)
            {
                // The version was read before the states: a change since then makes the next reader come here again.
                serving = ServingMembers.Of(_members.InOrder, _required, version);
                Volatile.Write(ref _serving, serving);
            }

            return serving;
        }
    }

    public IReadOnlyList<PluginStatus> Statuses() => [.. Members.Select(static member => member.Status)];

    public PluginProxy? TryGet(string name) => _members.ByName.GetValueOrDefault(name);

    /// <summary>Takes over who there is now. Those who have not changed stay the same members.</summary>
    public void Renew(IEnumerable<(PluginEntry Entry, HostedSlot Slot, PluginProxy Proxy)> plugins)
    {
        var known = _members.InOrder.ToDictionary(static member => member.Definition);
        var byName = new Dictionary<string, PluginProxy>(StringComparer.Ordinal);
        var members = new List<KindMember>();
        foreach (var (entry, slot, proxy) in plugins)
        {
            byName.Add(entry.Source.Id!.Value.Name, proxy);
            if (entry.Manifest is not null)
            {
                members.Add(known.GetValueOrDefault(entry.Definition) ?? new(entry, slot, proxy));
                entry.Moved = () => Interlocked.Increment(ref _version);
            }
        }

        _members = new([.. members.OrderByDescending(static member => member.Manifest.Priority).ThenBy(static member => member.Id.Name, StringComparer.Ordinal)], byName);

        // After the members: who reads the version before that reads them again.
        Interlocked.Increment(ref _version);
    }

    /// <summary>Says that a chain cannot do without a plugin: what it guards would pass it by.</summary>
    public PluginUnavailableException Missing(PluginId id)
    {
        var status = Members.FirstOrDefault(member => member.Id == id)?.Status;
        var reason = status is null ? ": it was removed." : status.Reason is { } given ? $": {given}" : ".";
        return new(id, status?.State ?? PluginState.Stopped, $"the host requires it, and chains of the kind '{Name}' fail as long as it does not serve{reason}", status?.Code);
    }

    public PluginNotFoundException NotFound(string name, string askedBy)
    {
        List<string> names = [.. _members.ByName.Keys.Order(StringComparer.Ordinal)];
        var near = NearNames.Find(name, names);
        return new($"{Name}:{name}", askedBy, near is null ? null : $"{Name}:{near}", $"There is no plugin '{name}' of the kind '{Name}', for which {askedBy} asks.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Plugins of that kind: {(names.Count == 0 ? "none" : string.Join(", ", names))}.");
    }
}
