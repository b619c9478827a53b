using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>The plugins of one kind in one host: who there is, in which order, and who serves now.</summary>
internal sealed class PluginKind
{
    private readonly Dictionary<string, PluginProxy> _byName = new(StringComparer.Ordinal);
    private readonly Lazy<CapabilityIndex> _capabilities;
    private ServingMembers _serving = new([], [], version: -1);
    private long _version;

    public PluginKind(PluginContract contract, PluginKindOptions options, IEnumerable<(PluginEntry Entry, PluginProxy Proxy)> plugins)
    {
        Contract = contract;
        Options = options;
        var members = new List<KindMember>();
        foreach (var (entry, proxy) in plugins)
        {
            _byName.Add(entry.Source.Id!.Value.Name, proxy);
            if (entry.Manifest is not null)
            {
                members.Add(new(entry, proxy));
                entry.Moved = () => Interlocked.Increment(ref _version);
            }
        }

        Members = [.. members.OrderByDescending(static member => member.Manifest.Priority).ThenBy(static member => member.Id.Name, StringComparer.Ordinal)];
        _capabilities = new(() => new(this));
    }

    public string Name => Contract.Kind;

    public PluginContract Contract { get; }

    public PluginKindOptions Options { get; }

    /// <summary>Gets every plugin with a valid manifest, in the order of dispatch.</summary>
    public IReadOnlyList<KindMember> Members { get; }

    public CapabilityIndex Capabilities => _capabilities.Value;

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
                serving = ServingMembers.Of(Members, version);
                Volatile.Write(ref _serving, serving);
            }

            return serving;
        }
    }

    public IReadOnlyList<PluginStatus> Statuses() => [.. Members.Select(static member => member.Status)];

    public PluginProxy? TryGet(string name) => _byName.GetValueOrDefault(name);

    public PluginNotFoundException NotFound(string name, string askedBy)
    {
        var near = NearNames.Find(name, _byName.Keys);
        return new($"{Name}:{name}", askedBy, near is null ? null : $"{Name}:{near}", $"There is no plugin '{name}' of the kind '{Name}', for which {askedBy} asks.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Plugins of that kind: {(_byName.Count == 0 ? "none" : string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal)))}.");
    }
}
