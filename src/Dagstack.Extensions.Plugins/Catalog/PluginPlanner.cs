using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Who there is and in which order they start. It changes under a lock of its own, which nothing holds that starts or stops a plugin.</summary>
internal sealed class PluginPlanner
{
    private readonly Lock _changing = new();
    private readonly PluginCatalog _catalog;
    private readonly Action<PluginEntry> _became;
    private readonly Action _renewed;
    private readonly ILogger _logger;
    private readonly HashSet<PluginEntry> _letIn = [];
    private PluginDependencies _dependencies;
    private PluginPlan _plan;
    private bool _hasInjected;

    /// <param name="catalog">The plugins, which nobody else adds to or removes from.</param>
    /// <param name="became">Told, under the lock, of a plugin that has become another.</param>
    /// <param name="renewed">Told, under the lock, that who there is has changed.</param>
    /// <param name="logger">Told what came, and who takes whom undeclared.</param>
    public PluginPlanner(PluginCatalog catalog, Action<PluginEntry> became, Action renewed, ILogger logger)
    {
        (_catalog, _became, _renewed, _logger) = (catalog, became, renewed, logger);
        _dependencies = Resolve();
        _plan = Create(isStart: true);
    }

    /// <summary>Gets the plan of all plugins that can start.</summary>
    public PluginPlan Plan => Volatile.Read(ref _plan);

    /// <summary>Gets what a plugin depends on directly.</summary>
    public IReadOnlySet<PluginEntry> DependenciesOf(PluginEntry entry)
    {
        lock (_changing)
        {
            return _dependencies.Of(entry);
        }
    }

    /// <summary>Plans some plugins only.</summary>
    public PluginPlan PlanOf(IEnumerable<PluginEntry> entries)
    {
        lock (_changing)
        {
            return PluginPlan.Create(entries.Where(static entry => !entry.IsOut), _dependencies.Of, static entry => entry.Definition.Runtime.StartOrder);
        }
    }

    /// <summary>Orders plugins by what they depend on, and will depend on; last those that cannot be ordered, since they are out or in a circle.</summary>
    /// <param name="changing">The plugins, each with what it is about to become; null for one that stays what it is.</param>
    public IReadOnlyList<PluginEntry> Order(IReadOnlyDictionary<PluginEntry, PluginDefinition?> changing)
    {
        lock (_changing)
        {
            var plan = PluginPlan.Create(changing.Keys.Where(static entry => !entry.IsOut), Needs, static entry => entry.Definition.Runtime.StartOrder);
            return [.. plan.Groups.SelectMany(static group => group).Union(changing.Keys)];
        }

        HashSet<PluginEntry> Needs(PluginEntry entry) =>
            [.. _dependencies.Of(entry), .. changing[entry] is { } candidate ? PluginDependencies.TargetsOf(_catalog, candidate).Where(other => other != entry) : []];
    }

    /// <summary>Gets a plugin and all that it depends on, directly or not.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="candidate">What it is about to become; null if it stays what it is.</param>
    public HashSet<PluginEntry> WithDependencies(PluginEntry entry, PluginDefinition? candidate = null)
    {
        lock (_changing)
        {
            var all = new HashSet<PluginEntry>();
            var rest = new Stack<PluginEntry>(candidate is null ? [] : PluginDependencies.TargetsOf(_catalog, candidate));
            rest.Push(entry);
            while (rest.TryPop(out var next))
            {
                if (all.Add(next))
                {
                    foreach (var dependency in _dependencies.Of(next))
                    {
                        rest.Push(dependency);
                    }
                }
            }

            return all;
        }
    }

    /// <summary>Reads once what constructors take, and plans anew if a plugin takes one that it does not declare.</summary>
    public void AddInjected()
    {
        List<(PluginEntry Entry, PluginEntry Other)> undeclared = [];
        lock (_changing)
        {
            if (_hasInjected)
            {
                return;
            }

            _hasInjected = true;
            var dependencies = Resolve();
            if (TryAddInjected(_catalog, dependencies, FindKeys(), undeclared))
            {
                _dependencies = dependencies;
                _plan = Create(isStart: true);
            }
        }

        Say(undeclared);
    }

    /// <summary>Adds plugins that have come. Each is looked at before it is there itself.</summary>
    public IReadOnlyList<PluginEntry> Add(IReadOnlyList<PluginDefinition> coming)
    {
        List<PluginEntry> added;
        lock (_changing)
        {
            added = [.. coming.Select(Add)];
        }

        foreach (var entry in added)
        {
            _logger.PluginAdded(entry.Name);
            if (entry.IsOut)
            {
                _logger.PluginNotReady(entry.Name, PluginStates.NameOf(entry.Status.State), entry.Status.Code, entry.Status.Reason);
            }
        }

        return added;
    }

    /// <summary>Removes a plugin that has been stopped. Why its callers fail is known before they no longer find it.</summary>
    public void Remove(PluginEntry entry)
    {
        lock (_changing)
        {
            entry.Leave();
            _catalog.Remove(entry);
        }
    }

    /// <summary>Lets a plugin claim what it is about to become, or says why it cannot.</summary>
    public (PluginState State, string? Code, string Reason)? Claim(PluginEntry entry, PluginDefinition candidate)
    {
        lock (_changing)
        {
            var complaint = _catalog.Complaint(entry, candidate);
            entry.Candidate = complaint is null ? candidate : null;
            return complaint;
        }
    }

    /// <summary>Lets a plugin become what it has claimed. Its new instance does not serve yet.</summary>
    public void Become(PluginEntry entry, PluginDefinition candidate)
    {
        lock (_changing)
        {
            entry.Candidate = null;
            entry.Become(candidate);
            _became(entry);
        }
    }

    /// <summary>Lets a plugin of which nothing runs become another, in or out.</summary>
    public void BecomeAtRest(PluginEntry entry, PluginDefinition candidate)
    {
        lock (_changing)
        {
            entry.Become(candidate);
            entry.LetIn();
            if (_catalog.Complaint(entry, candidate) is var (state, code, reason))
            {
                entry.TakeOut(state, code, reason);
            }
        }
    }

    /// <summary>Plans anew, now that plugins have come, gone, or become others.</summary>
    public void Renew()
    {
        // Reading code takes its time, which is nobody's but theirs who come.
        var fresh = FindKeys();
        List<(PluginEntry Entry, PluginEntry Other)> undeclared = [];
        lock (_changing)
        {
            var waiting = _catalog.Entries.Where(MayComeIn).ToList();
            waiting.ForEach(static entry => entry.LetIn());
            _catalog.Reindex();
            var dependencies = Resolve();
            fresh.UnionWith(FindKeys());
            TryAddInjected(_catalog, dependencies, fresh, undeclared);
            _dependencies = dependencies;
            _plan = Create(isStart: false);
            _letIn.UnionWith(waiting.Where(static entry => !entry.IsOut));
            _renewed();
        }

        Say(undeclared);
    }

    /// <summary>Takes those that may start now: they were out because of others, or failed because of others that serve.</summary>
    /// <returns>Each with whether it was out.</returns>
    public IReadOnlyDictionary<PluginEntry, bool> TakeWaiting()
    {
        lock (_changing)
        {
            var waiting = _catalog.Entries.Where(entry => !entry.IsOut && (_letIn.Contains(entry) || HasWaited(entry))).ToDictionary(static entry => entry, _letIn.Contains);
            _letIn.Clear();
            return waiting;
        }
    }

    /// <summary>Tells whether a plugin has failed because of another, and all that it needs serve now.</summary>
    public bool HasWaited(PluginEntry entry) => IsWaiting(entry) && DependenciesOf(entry).All(static dependency => dependency.Status.IsServing);

    /// <summary>Tells whether a plugin has failed only because of others.</summary>
    public static bool IsWaiting(PluginEntry entry) =>
        entry.Status is { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency } && entry.Activation is null;

    /// <summary>Tells whether plugins would depend on each other in a circle if one of them became another.</summary>
    public DependencyCycleException? FindCycle(PluginEntry entry, PluginDefinition candidate)
    {
        var other = PluginDependencies.TargetsOf(_catalog, candidate).FirstOrDefault(other => other != entry && WithDependencies(other).Contains(entry));
        return other is null ? null : new([entry.Manifest!.Id, other.Manifest!.Id]);
    }

    private PluginEntry Add(PluginDefinition definition)
    {
        var complaint = _catalog.Complaint(self: null, definition);
        var entry = _catalog.Add(definition);
        if (complaint is var (state, code, reason))
        {
            entry.TakeOut(state, code, reason);
        }

        return entry;
    }

    /// <summary>Tells whether a plugin is out only because of others that may have changed.</summary>
    private bool MayComeIn(PluginEntry entry) =>
        entry is { IsOut: true, Status: { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency or PluginErrorCodes.DependencyCycle or PluginErrorCodes.AmbiguousPlugin } }
        && _catalog.Complaint(entry, entry.Definition) is null;

    /// <summary>Resolves what manifests declare. Who declares what is not there is out, unless it runs, and goes on without.</summary>
    private PluginDependencies Resolve()
    {
        var dependencies = new PluginDependencies(_catalog);
        foreach (var (entry, complaint) in dependencies.Complaints)
        {
            entry.TakeOutAtRest(complaint.Code, complaint.Reason);
        }

        return dependencies;
    }

    /// <summary>Reads what constructors take that have not been read.</summary>
    private HashSet<PluginEntry> FindKeys()
    {
        var fresh = _catalog.Entries.Where(static entry => !entry.IsOut && !entry.Definition.HasInjectedKeys).ToHashSet();
        Parallel.ForEach(fresh, static entry => _ = entry.Definition.InjectedKeys);
        return fresh;
    }

    private static bool TryAddInjected(PluginCatalog catalog, PluginDependencies dependencies, HashSet<PluginEntry> fresh, List<(PluginEntry, PluginEntry)> undeclared)
    {
        var found = false;
        foreach (var entry in catalog.Entries.Where(static entry => !entry.IsOut).ToList())
        {
            if (entry.Definition.KeysFault is { } fault)
            {
                entry.TakeOutAtRest(fault.Code, fault.Reason);
                found |= entry.IsOut;
            }

            var added = dependencies.AddInjected(entry, entry.Definition.InjectedKeys);
            found |= added.Count > 0;
            undeclared.AddRange(fresh.Contains(entry) ? added.Select(other => (entry, other)) : []);
        }

        return found;
    }

    /// <summary>Says who takes whom undeclared. Not under the lock: a logger may take its time.</summary>
    private void Say(List<(PluginEntry Entry, PluginEntry Other)> undeclared)
    {
        foreach (var (entry, other) in undeclared)
        {
            _logger.UndeclaredDependency(entry.Manifest!.Id, other.Name);
        }
    }

    private PluginPlan Create(bool isStart)
    {
        var plan = PlanOf(_catalog.Entries);
        foreach (var cycle in plan.Cycles)
        {
            _catalog.AddCycle(cycle, isConflict: isStart);
        }

        return plan;
    }
}
