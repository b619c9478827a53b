using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Who there is and in which order they start. It changes under a lock of its own, which nothing holds that starts or stops a plugin.</summary>
internal sealed partial class PluginPlanner
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

    /// <summary>Gets what a plugin depends on directly, and what depends on it, each in the order of the catalog.</summary>
    public (IReadOnlyList<PluginEntry> Dependencies, IReadOnlyList<PluginEntry> Dependents) NeighboursOf(PluginEntry entry)
    {
        lock (_changing)
        {
            var needed = _dependencies.Of(entry);
            return ([.. _catalog.Entries.Where(needed.Contains)], [.. _catalog.Entries.Where(other => _dependencies.Of(other).Contains(entry))]);
        }
    }

    /// <summary>Says why a plugin cannot start that declares what is not there; null if it does not.</summary>
    public (string Code, string Reason)? ComplaintOf(PluginEntry entry)
    {
        lock (_changing)
        {
            return _dependencies.Complaints.TryGetValue(entry, out var complaint) ? complaint : null;
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

    /// <summary>Orders plugins: each after those that it depends on, or will depend on.</summary>
    /// <param name="changing">The plugins, each with what it is about to become; null for one that stays what it is.</param>
    public IReadOnlyList<PluginEntry> Order(IReadOnlyDictionary<PluginEntry, PluginDefinition?> changing)
    {
        // Read before the lock is taken: a runtime may take its time for that.
        FindKeys(changing.Values);
        lock (_changing)
        {
            List<PluginEntry> ordered = [];
            HashSet<PluginEntry> seen = [];
            foreach (var entry in changing.Keys)
            {
                Visit(entry);
            }

            return ordered;

            void Visit(PluginEntry entry)
            {
                if (!changing.TryGetValue(entry, out var candidate) || !seen.Add(entry))
                {
                    return;
                }

                foreach (var needed in _dependencies.Of(entry).Concat(candidate is null ? [] : PluginDependencies.TargetsOf(_catalog, candidate)))
                {
                    Visit(needed);
                }

                ordered.Add(entry);
            }
        }
    }

    /// <summary>Gets a plugin and all that it depends on, directly or not.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="candidate">What it is about to become; null if it stays what it is.</param>
    public HashSet<PluginEntry> WithDependencies(PluginEntry entry, PluginDefinition? candidate = null)
    {
        _ = candidate?.InjectedKeys;
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

    /// <summary>Tells whether a plugin has failed because of another, and all that it needs serve now.</summary>
    public bool HasWaited(PluginEntry entry) => IsWaiting(entry) && DependenciesOf(entry).All(static dependency => dependency.Status.IsServing);

    /// <summary>Tells whether a plugin has failed only because of others.</summary>
    public static bool IsWaiting(PluginEntry entry) =>
        entry.Status is { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency } && entry.Activation is null && entry.RootCause is not null;

    /// <summary>Tells whether plugins would depend on each other in a circle if one of them became another.</summary>
    public DependencyCycleException? FindCycle(PluginEntry entry, PluginDefinition candidate)
    {
        var other = PluginDependencies.TargetsOf(_catalog, candidate).FirstOrDefault(other => other != entry && WithDependencies(other).Contains(entry));
        return other is null ? null : new([entry.Manifest!.Id, other.Manifest!.Id]);
    }

    private static void FindKeys(IEnumerable<PluginDefinition?> definitions) => Parallel.ForEach(definitions, static definition => _ = definition?.InjectedKeys);
}
