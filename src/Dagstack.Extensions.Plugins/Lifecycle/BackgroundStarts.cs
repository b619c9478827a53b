using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>The plugins that the start of the host does not wait for as long as it takes: what their runtime reaches may be slow or missing, and they hold up nobody but those that depend on them.</summary>
internal sealed class BackgroundStarts
{
    private BackgroundStarts(HashSet<PluginEntry> entries, TimeSpan patience) => (Entries, Patience) = (entries, patience);

    /// <summary>Gets the plugins.</summary>
    public IReadOnlySet<PluginEntry> Entries { get; }

    /// <summary>Gets how long they are waited for all the same.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Finds them.</summary>
    /// <param name="entries">All plugins.</param>
    /// <param name="planner">Knows who needs whom.</param>
    /// <param name="isNeeded">Tells whether the host does not start without a plugin.</param>
    public static BackgroundStarts Find(IReadOnlyList<PluginEntry> entries, PluginPlanner planner, Func<PluginEntry, bool> isNeeded)
    {
        var patient = entries.Where(static entry => !entry.IsOut && entry.Definition.Runtime.StartPatience is not null).ToHashSet();
        if (patient.Count == 0)
        {
            return new([], TimeSpan.Zero);
        }

        var needed = entries.Where(entry => !entry.IsOut && isNeeded(entry)).SelectMany(entry => planner.WithDependencies(entry)).ToHashSet();
        patient.ExceptWith(needed);
        if (patient.Count == 0)
        {
            return new([], TimeSpan.Zero);
        }

        var all = entries.Where(entry => !entry.IsOut && !needed.Contains(entry) && planner.WithDependencies(entry).Overlaps(patient)).ToHashSet();
        TimeSpan[] times = [.. patient.Select(static entry => entry.Definition.Runtime.StartPatience!.Value)];
        return new(all, times.Contains(Timeout.InfiniteTimeSpan) ? Timeout.InfiniteTimeSpan : times.Max());
    }
}
