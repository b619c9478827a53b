using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Keeps the plan of a host, which may grow by what constructors turn out to take.</summary>
internal sealed class PluginPlanner
{
    private readonly PluginCatalog _catalog;
    private readonly PluginDependencies _dependencies;
    private readonly Func<PluginEntry, int> _rankOf;
    private readonly ILogger _logger;
    private bool _hasInjected;

    public PluginPlanner(PluginCatalog catalog, Func<PluginEntry, int> rankOf, ILogger logger)
    {
        _catalog = catalog;
        _rankOf = rankOf;
        _logger = logger;
        _dependencies = new(catalog);
        Plan = Create();
    }

    /// <summary>Gets the plan of all plugins that can start.</summary>
    public PluginPlan Plan { get; private set; }

    public IReadOnlySet<PluginEntry> DependenciesOf(PluginEntry entry) => _dependencies.Of(entry);

    /// <summary>Plans some plugins only.</summary>
    public PluginPlan PlanOf(IEnumerable<PluginEntry> entries) => PluginPlan.Create(entries.Where(static entry => !entry.IsOut), _dependencies.Of, _rankOf);

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
        if (_hasInjected)
        {
            return;
        }

        _hasInjected = true;
        var entries = Plan.Groups.SelectMany(static group => group).ToArray();
        var keys = new IReadOnlyList<string>[entries.Length];
        Parallel.For(0, entries.Length, i => keys[i] = InjectedKeys.Of(entries[i]));
        var found = false;
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var undeclared in _dependencies.AddInjected(entries[i], keys[i]))
            {
                _logger.UndeclaredDependency(entries[i].Manifest!.Id, undeclared.Name);
                found = true;
            }
        }

        if (found)
        {
            Plan = Create();
        }
    }

    private PluginPlan Create()
    {
        var plan = PlanOf(_catalog.Entries);
        foreach (var cycle in plan.Cycles)
        {
            _catalog.AddCycle(cycle);
        }

        return plan;
    }
}
