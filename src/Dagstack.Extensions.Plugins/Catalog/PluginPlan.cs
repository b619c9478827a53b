namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The order in which plugins start: groups, by runtime, then after what they depend on; in a group by priority and name.</summary>
internal sealed class PluginPlan
{
    private readonly List<IReadOnlyList<PluginEntry>> _groups = [];
    private readonly List<IReadOnlyList<PluginEntry>> _cycles = [];

    private PluginPlan()
    {
    }

    /// <summary>Gets the groups. The members of one start in parallel, begun in their order, when all groups before it have.</summary>
    public IReadOnlyList<IReadOnlyList<PluginEntry>> Groups => _groups;

    /// <summary>Gets the circles of plugins that depend on each other. None of them is in a group; those that depend on them are.</summary>
    public IReadOnlyList<IReadOnlyList<PluginEntry>> Cycles => _cycles;

    /// <summary>Plans a start.</summary>
    /// <param name="entries">The plugins to start. What they depend on besides does not hold them up.</param>
    /// <param name="dependenciesOf">What a plugin depends on.</param>
    /// <param name="rankOf">The rank of a plugin's runtime: lower ones start earlier.</param>
    public static PluginPlan Create(IEnumerable<PluginEntry> entries, Func<PluginEntry, IReadOnlySet<PluginEntry>> dependenciesOf, Func<PluginEntry, int> rankOf)
    {
        var ordered = entries
            .OrderBy(rankOf)
            .ThenByDescending(static entry => entry.Manifest!.Priority)
            .ThenBy(static entry => entry.Manifest!.Id.Name, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Manifest!.Id.Kind, StringComparer.Ordinal)
            .ToList();
        var waiting = new WaitingPlugins(ordered, dependenciesOf);
        var plan = new PluginPlan();
        while (waiting.Count > 0)
        {
            var free = waiting.Free;
            if (free.Count == 0)
            {
                var cycle = waiting.FindCycle();
                plan._cycles.Add(cycle);
                waiting.Remove(cycle);
                continue;
            }

            // Of those that could start, the runtime of the lowest rank goes first, and what that frees before the others.
            var rank = free.Min(rankOf);
            List<PluginEntry> group = [.. free.Where(entry => rankOf(entry) == rank)];
            plan._groups.Add(group);
            waiting.Remove(group);
        }

        return plan;
    }
}
