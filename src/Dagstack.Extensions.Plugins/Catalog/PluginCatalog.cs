using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Runtimes;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The plugins of one host, checked against it: who can start, who cannot, and who is in whose way.</summary>
internal sealed partial class PluginCatalog
{
    private readonly HostSettings _settings;
    private readonly ActivePlugins _active;
    private readonly IReadOnlyList<string>? _trustedPublishers;
    private readonly Func<PluginContract, bool> _isRouted;
    private readonly ManifestLoadOptions _options;
    private readonly RuntimeSet _runtimes;
    private readonly Dictionary<string, PluginContract> _contracts;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly Dictionary<PluginEntry, List<PluginDefinition>> _parties = [];
    private volatile IReadOnlyList<PluginEntry> _entries;
    private volatile Dictionary<PluginId, PluginEntry> _byId = [];
    private volatile ILookup<string, PluginEntry>? _byName;

    private PluginCatalog(CatalogSettings settings, RuntimeSet runtimes, Action changed, TimeProvider time)
    {
        (_settings, _active, _isRouted, _runtimes, _changed, _time) = (settings.Host, settings.Active, settings.IsRouted, runtimes, changed, time);
        _contracts = settings.Contracts.ToDictionary(StringComparer.Ordinal);
        _trustedPublishers = settings.TrustedPublishers;
        _options = new()
        {
            CoreVersion = settings.CoreVersion,
            KnownKinds = _contracts.ToDictionary(static pair => pair.Key, static pair => pair.Value.ApiVersion, StringComparer.Ordinal),
            SupportedRuntimes = runtimes.Names,
        };
        _entries = Order(settings.Plugins.Select(plugin => Create(Define(plugin))));
    }

    /// <summary>Gets what is held while the state of any plugin changes, or the list of them.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets every plugin, ordinal by identity, then by path.</summary>
    public IReadOnlyList<PluginEntry> Entries => _entries;

    /// <summary>Gets the conflicts, each of which keeps the host from starting.</summary>
    public List<PluginRegistryException> Conflicts { get; } = [];

    public static PluginCatalog Create(CatalogSettings settings, RuntimeSet runtimes, Action? changed = null, TimeProvider? time = null)
    {
        var catalog = new PluginCatalog(settings, runtimes, changed ?? (static () => { }), time ?? TimeProvider.System);
        foreach (var entry in catalog.Entries)
        {
            if (catalog.OwnComplaint(entry.Definition) is var (state, code, reason))
            {
                entry.TakeOut(state, code, reason);
            }
        }

        catalog.FindDuplicates();
        catalog.FindFallbacks();
        catalog.FindTies();
        catalog.Index();
        return catalog;
    }

    /// <summary>Finds the plugin that a key means: the one that can start, else any that bears the name.</summary>
    public PluginEntry? Find(PluginId id) => _byId.GetValueOrDefault(id);

    /// <summary>Finds the identity that was probably meant by one that no plugin has; null if none is near.</summary>
    public string? NearestTo(PluginId id) => NearNames.Find(id.ToString(), Entries.Select(static entry => entry.Source.Id).OfType<PluginId>().Where(static other => other.IsValid).Select(static other => other.ToString()));

    /// <summary>Finds the plugins of a name, one of each kind.</summary>
    public IEnumerable<PluginEntry> FindByName(string name) => (_byName ??= _byId.Values.ToLookup(static entry => entry.Source.Id!.Value.Name, StringComparer.Ordinal))[name];

    /// <summary>Gets the names of the plugins of a kind, in ordinal order, also of those that cannot start; but none that is no name, which nobody should write.</summary>
    public IReadOnlyList<string> NamesOf(string kind) =>
        [.. _byId.Keys.Where(id => id.Kind == kind && PluginId.IsValidPart(id.Name)).Select(static id => id.Name).Order(StringComparer.Ordinal)];

    /// <summary>Finds the choices of active plugins that do not exist, as those may be that were made before the host was.</summary>
    public IEnumerable<PluginNotFoundException> UnknownChoices() =>
        _active.Choices.Where(choice => choice.By != ActivePluginChoice.Call && Chosen(choice) is null).Select(choice => choice.ToException(this));

    /// <summary>Finds the plugins of a kind among which the active one is. One that was chosen is the only one, even if it cannot start.</summary>
    public IReadOnlyList<PluginEntry> Leaders(string kind)
    {
        if (_active.Find(kind) is { } choice)
        {
            return Chosen(choice) is { } chosen ? [chosen] : [];
        }

        var candidates = Candidates(kind);
        var highest = candidates.Count == 0 ? 0 : candidates.Max(static entry => entry.Manifest!.Priority);
        return candidates.FindAll(entry => entry.Manifest!.Priority == highest);
    }

    /// <summary>Counts the plugins of a kind that can start.</summary>
    public int CountCandidates(string kind) => Candidates(kind).Count;

    /// <summary>Records plugins that depend on each other in a circle, and takes them out.</summary>
    /// <param name="cycle">The plugins. Those that run already go on.</param>
    /// <param name="isConflict">Whether it keeps the host from starting, and not only these plugins.</param>
    public void AddCycle(IReadOnlyList<PluginEntry> cycle, bool isConflict)
    {
        var error = new DependencyCycleException([.. cycle.Select(static entry => entry.Manifest!.Id)]);
        if (isConflict)
        {
            Conflicts.Add(error);
        }

        foreach (var entry in cycle)
        {
            entry.TakeOutAtRest(error.Code, error.Message, isForGood: true);
        }
    }

    private List<PluginEntry> Candidates(string kind) => [.. Entries.Where(entry => !entry.IsOut && entry.Manifest?.Id.Kind == kind)];

    private PluginEntry? Chosen(ActiveChoice choice) => choice.Name.Length == 0 ? null : Find(new(choice.Kind, choice.Name));

    /// <summary>Says why a plugin cannot start whatever the others are; null if it can.</summary>
    private (PluginState State, string? Code, string Reason)? OwnComplaint(PluginDefinition plugin)
    {
        if (!plugin.Checked.IsValid)
        {
            var errors = plugin.Checked.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error);
            return (PluginState.Unavailable, plugin.Checked.ToException().Code, string.Join(" ", errors));
        }

        return plugin.Refusal is { } refusal ? (PluginState.Unavailable, refusal.Code, refusal.Reason) : SwitchedOff(plugin);
    }

    private (PluginState State, string? Code, string Reason)? SwitchedOff(PluginDefinition plugin)
    {
        var (allow, deny) = (_settings.Allow, _settings.Deny);
        return deny.FirstOrDefault(glob => Glob.Matches(glob, plugin.Name)) is { } denied ? (PluginState.Disabled, null, $"it is switched off by 'plugins:deny' of the host's configuration, which has \"{denied}\".")
            : allow.Count > 0 && !allow.Any(glob => Glob.Matches(glob, plugin.Name)) ? (PluginState.Disabled, null, $"'plugins:allow' of the host's configuration does not name it; it has: {string.Join(", ", allow)}.")
            : null;
    }

    private void FindDuplicates()
    {
        foreach (var group in Active().GroupBy(static entry => entry.Manifest!.Id).Where(static group => group.Count() > 1).ToList())
        {
            AddConflict(
                $"the identity '{group.Key}'",
                [.. group],
                "Remove one of them, switch it off in 'plugins:deny', or give it another name. To replace a plugin on purpose, use o.Add in AddDagstackPlugins.");
        }
    }

    private void FindFallbacks()
    {
        foreach (var group in Active().Where(static entry => entry.Manifest!.Fallback).GroupBy(static entry => entry.Manifest!.Id.Kind).Where(static group => group.Count() > 1).ToList())
        {
            AddConflict($"the fallback of the kind '{group.Key}'", [.. group], "Leave 'fallback = true' to one of them.");
        }
    }

    /// <summary>Finds kinds whose active plugin nobody has chosen. Where something chooses for each call, that is said when it does not.</summary>
    private void FindTies()
    {
        foreach (var kind in Active().Select(static entry => entry.Manifest!.Id.Kind).Distinct().ToList())
        {
            var leaders = Leaders(kind);
            if (leaders.Count > 1 && NeedsLeader(kind))
            {
                AddConflict($"being the active plugin of the kind '{kind}', at priority {leaders[0].Manifest!.Priority}", leaders, $"Give one of them a higher 'priority', choose one in 'dagstack:active:{kind}' of the configuration or by the variable {ActivePlugins.VariableOf(kind)}, or switch the others off in 'plugins:deny'.");
            }
        }
    }

    /// <summary>Tells whether somebody of a kind has to be the active one.</summary>
    private bool NeedsLeader(string kind) =>
        _contracts[kind].IsSingletonPerRuntime
        || (!_isRouted(_contracts[kind]) && _contracts[kind].Hooks.Any(static hook => hook.DispatchClass == DispatchClass.Singleton));

    private void Index()
    {
        var byId = new Dictionary<PluginId, PluginEntry>();
        foreach (var entry in Entries)
        {
            if (entry.Source.Id is { } id && (!entry.IsOut || !byId.ContainsKey(id)))
            {
                byId[id] = entry;
            }
        }

        _byId = byId;
        _byName = null;
    }

    private IEnumerable<PluginEntry> Active() => Entries.Where(static entry => !entry.IsOut);

    private void AddConflict(string subject, IReadOnlyList<PluginEntry> entries, string remedy)
    {
        var candidates = entries.Select(static entry => entry.Source.Path is { } path ? $"{entry.Name} ({path})" : $"{entry.Name} (given in code)").ToList();
        var error = new AmbiguousPluginException(subject, candidates, $"{entries.Count} plugins claim {subject}: {string.Join(", ", candidates)}. {remedy}");
        Conflicts.Add(error);
        List<PluginDefinition> parties = [.. entries.Select(static entry => entry.Definition)];
        foreach (var entry in entries)
        {
            _parties[entry] = parties;
            entry.TakeOut(PluginState.Unavailable, error.Code, error.Message);
        }
    }

    /// <summary>Tells whether a plugin is out by a conflict of the start of which another party is still there as it was.</summary>
    private bool IsInConflict(PluginEntry entry, PluginDefinition definition) =>
        _parties.TryGetValue(entry, out var parties)
        && parties.Contains(definition)
        && _entries.Any(other => other != entry && parties.Contains(other.Definition));
}
