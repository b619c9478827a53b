using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>Plugins that come, go and become others, and the plan that follows them.</content>
internal sealed partial class PluginPlanner
{
    /// <summary>Reads once what constructors take, and plans anew if a plugin takes one that it does not declare.</summary>
    public void AddInjected()
    {
        List<(PluginEntry Entry, PluginEntry Other)> undeclared = [];
        var fresh = FindKeys();
        lock (_changing)
        {
            if (_hasInjected)
            {
                return;
            }

            _hasInjected = true;
            var dependencies = Resolve();
            if (TryAddInjected(dependencies, fresh, undeclared))
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
        // Before anybody sees them: who plans anew meanwhile would read it with them.
        FindKeys(coming.Where(static plugin => plugin.Refusal is null));
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

    /// <summary>Lets a plugin of which nothing runs become another, in or out, and plans anew.</summary>
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

        Renew();
    }

    /// <summary>Plans anew, now that plugins have come, gone, or become others.</summary>
    public void Renew()
    {
        var fresh = FindKeys();
        List<(PluginEntry Entry, PluginEntry Other)> undeclared = [];
        lock (_changing)
        {
            PlanAnew(fresh, undeclared);
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

    /// <summary>Gives back those that were taken and not tried.</summary>
    public void GiveBack(IReadOnlyDictionary<PluginEntry, bool> waiting)
    {
        lock (_changing)
        {
            _letIn.UnionWith(waiting.Where(static pair => pair is { Value: true, Key: { IsOut: false, Status.State: PluginState.Unavailable } }).Select(static pair => pair.Key));
        }
    }

    private void PlanAnew(HashSet<PluginEntry> fresh, List<(PluginEntry Entry, PluginEntry Other)> undeclared)
    {
        HashSet<PluginEntry> tried = [];
        do
        {
            // One after the other: two that are in the way of each other do not both come in.
            foreach (var entry in _catalog.Entries)
            {
                if (!tried.Contains(entry) && _catalog.MayComeIn(entry))
                {
                    entry.LetIn();
                    tried.Add(entry);
                }
            }

            _catalog.Reindex();
            var dependencies = Resolve();
            TryAddInjected(dependencies, fresh, undeclared);
            _dependencies = dependencies;
            _plan = Create(isStart: false);
        }
        while (_catalog.Entries.Any(entry => !tried.Contains(entry) && _catalog.MayComeIn(entry)));

        _letIn.UnionWith(tried.Where(static entry => !entry.IsOut));
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

    /// <summary>Reads what constructors take that have not been read. Not under the lock: a runtime may take its time for that.</summary>
    /// <returns>The plugins whose constructors were read.</returns>
    private HashSet<PluginEntry> FindKeys()
    {
        var fresh = _catalog.Entries.Where(entry => !entry.Definition.HasInjectedKeys && (!entry.IsOut || _catalog.MayComeIn(entry))).ToHashSet();
        FindKeys(fresh.Select(static entry => entry.Definition));
        return fresh;
    }

    private bool TryAddInjected(PluginDependencies dependencies, HashSet<PluginEntry> fresh, List<(PluginEntry, PluginEntry)> undeclared)
    {
        var found = false;
        foreach (var entry in _catalog.Entries.Where(static entry => !entry.IsOut).ToList())
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
        foreach (var (entry, other) in undeclared.Distinct())
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
