namespace Dagstack.Extensions.Plugins;

/// <summary>The order in which plugins start: by runtime, then after what they depend on, then by priority and name.</summary>
internal sealed class PluginPlan
{
    private readonly PluginCatalog _catalog;
    private readonly Dictionary<PluginEntry, List<PluginEntry>> _dependencies = [];

    private PluginPlan(PluginCatalog catalog) => _catalog = catalog;

    /// <summary>Gets the plugins that can start, in their order.</summary>
    public IReadOnlyList<PluginEntry> Order { get; private set; } = [];

    /// <summary>Plans a start. Plugins in a cycle, or whose dependency is missing, are taken out of the catalog.</summary>
    public static PluginPlan Create(PluginCatalog catalog, Func<string, int> rankOfRuntime)
    {
        var plan = new PluginPlan(catalog);
        foreach (var entry in catalog.Entries.Where(static entry => !entry.IsOut).ToList())
        {
            plan.Resolve(entry);
        }

        plan.Sort(rankOfRuntime);
        return plan;
    }

    /// <summary>Gets what a plugin depends on.</summary>
    public IReadOnlyList<PluginEntry> DependenciesOf(PluginEntry entry) => _dependencies.GetValueOrDefault(entry) ?? [];

    private void Resolve(PluginEntry entry)
    {
        var found = new List<PluginEntry>();
        foreach (var dependency in entry.Manifest!.DependsOn)
        {
            var named = dependency.Kind is { } kind
                ? _catalog.Find(new(kind, dependency.Name)) is { } exact ? [exact] : []
                : _catalog.FindByName(dependency.Name).ToList();
            switch (named)
            {
                case [var single]:
                    found.Add(single);
                    break;
                case []:
                    var near = NearNames.Find(dependency.ToString(), _catalog.Entries.Select(static other => other.Name));
                    entry.TakeOut(PluginState.Unavailable, PluginErrorCodes.MissingDependency, $"it depends on '{dependency}', which was not found.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Install that plugin, or correct 'depends_on' in {entry.Source.Path ?? "its manifest"}.");
                    break;
                default:
                    entry.TakeOut(PluginState.Unavailable, PluginErrorCodes.AmbiguousPlugin, $"it depends on '{dependency.Name}', which is the name of several plugins: {string.Join(", ", named.Select(static other => other.Name))}. Write the kind too, as in depends_on = [{{ kind = \"{named[0].Source.Id!.Value.Kind}\", name = \"{dependency.Name}\" }}].");
                    break;
            }
        }

        _dependencies[entry] = found;
    }

    private void Sort(Func<string, int> rankOfRuntime)
    {
        var ranked = _catalog.Entries.Where(static entry => !entry.IsOut)
            .OrderBy(entry => rankOfRuntime(entry.Checked.Runtime!))
            .ThenByDescending(static entry => entry.Manifest!.Priority)
            .ThenBy(static entry => entry.Manifest!.Id.Name, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Manifest!.Id.Kind, StringComparer.Ordinal)
            .ToList();
        var ranks = ranked.Select(static (entry, rank) => (entry, rank)).ToDictionary();

        // What is out already does not hold anyone up: the start says what is missing.
        var waitsFor = ranked.ToDictionary(static entry => entry, entry => DependenciesOf(entry).Where(ranks.ContainsKey).ToHashSet());
        var dependants = ranked.SelectMany(entry => waitsFor[entry].Select(dependency => (dependency, entry))).ToLookup(static edge => edge.dependency, static edge => edge.entry);
        var ready = new PriorityQueue<PluginEntry, int>(ranked.Where(entry => waitsFor[entry].Count == 0).Select(entry => (entry, ranks[entry])));
        var order = new List<PluginEntry>(ranked.Count);
        while (true)
        {
            while (ready.TryDequeue(out var next, out _))
            {
                order.Add(next);
                waitsFor.Remove(next);
                Release(next);
            }

            if (waitsFor.Count == 0)
            {
                break;
            }

            // All of them first: none may be released by another.
            var cycle = FindCycle(waitsFor, ranked.First(waitsFor.ContainsKey));
            cycle.ForEach(member => waitsFor.Remove(member));
            cycle.ForEach(Release);
        }

        Order = order;

        void Release(PluginEntry entry)
        {
            foreach (var dependant in dependants[entry])
            {
                if (waitsFor.TryGetValue(dependant, out var rest) && rest.Remove(entry) && rest.Count == 0)
                {
                    ready.Enqueue(dependant, ranks[dependant]);
                }
            }
        }
    }

    /// <summary>Follows dependencies that wait until one comes round again, and takes that circle out.</summary>
    private List<PluginEntry> FindCycle(Dictionary<PluginEntry, HashSet<PluginEntry>> waitsFor, PluginEntry start)
    {
        var path = new List<PluginEntry>();
        var seen = new HashSet<PluginEntry>();
        var current = start;
        while (seen.Add(current))
        {
            path.Add(current);
            current = waitsFor[current].First();
        }

        var cycle = path[path.IndexOf(current)..];
        var error = new DependencyCycleException([.. cycle.Select(static entry => entry.Manifest!.Id)]);
        _catalog.Conflicts.Add(error);
        cycle.ForEach(entry => entry.TakeOut(PluginState.Unavailable, error.Code, error.Message));
        return cycle;
    }
}
