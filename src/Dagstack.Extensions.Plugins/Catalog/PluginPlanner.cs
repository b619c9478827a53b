using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Keeps the plan of a host, which may grow by what constructors turn out to take.</summary>
internal sealed class PluginPlanner
{
    private readonly PluginCatalog _catalog;
    private PluginDependencies _dependencies;
    private readonly ILogger _logger;
    private bool _hasInjected;

    public PluginPlanner(PluginCatalog catalog, ILogger logger)
    {
        _catalog = catalog;
        _logger = logger;
        _dependencies = new(catalog);
        Plan = Create();
    }

    /// <summary>Gets the plan of all plugins that can start.</summary>
    public PluginPlan Plan { get; private set; }

    public IReadOnlySet<PluginEntry> DependenciesOf(PluginEntry entry) => _dependencies.Of(entry);

    /// <summary>Plans some plugins only.</summary>
    public PluginPlan PlanOf(IEnumerable<PluginEntry> entries) => PluginPlan.Create(entries.Where(static entry => !entry.IsOut), _dependencies.Of, static entry => entry.Definition.Runtime.StartOrder);

    /// <summary>Gets a plugin and all that it depends on, directly or not.</summary>
    public HashSet<PluginEntry> WithDependencies(PluginEntry entry)
    {
        var all = new HashSet<PluginEntry>();
        var rest = new Stack<PluginEntry>([entry]);
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

    /// <summary>Reads once what constructors take, and plans anew if a plugin takes one that it does not declare.</summary>
    public void AddInjected()
    {
        if (!_hasInjected)
        {
            _hasInjected = true;
            if (TryAddInjected())
            {
                Plan = Create();
            }
        }
    }

    /// <summary>Plans anew, now that plugins have come, gone, or become others.</summary>
    /// <returns>Those that were out because of others and may start now.</returns>
    public IReadOnlyList<PluginEntry> Renew()
    {
        var letIn = _catalog.Entries.Where(MayComeIn).ToList();
        letIn.ForEach(static entry => entry.LetIn());
        _catalog.Reindex();
        _dependencies = new(_catalog);
        TryAddInjected();
        Plan = Create(isStart: false);
        return letIn.FindAll(static entry => !entry.IsOut);
    }

    /// <summary>Tells whether planning anew would let somebody in.</summary>
    public bool HasMore() => _catalog.Entries.Any(entry =>
        MayComeIn(entry)
        && PluginDependencies.Complaint(_catalog, entry.Definition) is null
        && FindCycle(entry, entry.Definition) is null);

    /// <summary>Tells whether a plugin is out only because of others that may have changed.</summary>
    private bool MayComeIn(PluginEntry entry) =>
        entry is { IsOut: true, Status: { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency or PluginErrorCodes.DependencyCycle or PluginErrorCodes.AmbiguousPlugin } }
        && _catalog.Complaint(entry, entry.Definition) is null;

    /// <summary>Tells whether plugins would depend on each other in a circle if one of them became another.</summary>
    public DependencyCycleException? FindCycle(PluginEntry entry, PluginDefinition candidate)
    {
        var other = PluginDependencies.TargetsOf(_catalog, candidate).FirstOrDefault(other => other != entry && WithDependencies(other).Contains(entry));
        return other is null ? null : new([entry.Manifest!.Id, other.Manifest!.Id]);
    }

    private bool TryAddInjected()
    {
        var entries = _catalog.Entries.Where(static entry => !entry.IsOut).ToArray();
        var fresh = entries.Where(static entry => !entry.Definition.HasInjectedKeys).ToHashSet();
        Parallel.ForEach(fresh, static entry => _ = entry.Definition.InjectedKeys);
        var found = false;
        foreach (var entry in entries)
        {
            if (entry.Definition.KeysFault is { } fault && entry.Activation is null)
            {
                entry.TakeOut(PluginState.Unavailable, fault.Code, fault.Reason);
                found = true;
            }

            foreach (var undeclared in _dependencies.AddInjected(entry, entry.Definition.InjectedKeys))
            {
                found = true;
                if (fresh.Contains(entry))
                {
                    _logger.UndeclaredDependency(entry.Manifest!.Id, undeclared.Name);
                }
            }
        }

        return found;
    }

    private PluginPlan Create(bool isStart = true)
    {
        var plan = PlanOf(_catalog.Entries);
        foreach (var cycle in plan.Cycles)
        {
            _catalog.AddCycle(cycle, isConflict: isStart);
        }

        return plan;
    }
}
