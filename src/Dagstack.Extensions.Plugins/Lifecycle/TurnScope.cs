using System.Collections.Frozen;
using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What one turn is about.</summary>
/// <param name="Changes">The plugins that it starts, stops or replaces; null for all that there are.</param>
/// <param name="Needs">The plugins that are not to be started, stopped or replaced meanwhile.</param>
internal sealed record TurnScope(IReadOnlySet<PluginEntry>? Changes, IReadOnlySet<PluginEntry> Needs)
{
    /// <summary>Gets a scope beside which there is no other.</summary>
    public static TurnScope All { get; } = new(null, FrozenSet<PluginEntry>.Empty);

    /// <summary>Makes the scope of some plugins, which need no others.</summary>
    public static TurnScope Of(params IEnumerable<PluginEntry> entries) => new(entries.ToHashSet(), FrozenSet<PluginEntry>.Empty);

    /// <summary>Makes the scope of one plugin that starts, or is replaced, when what it depends on is not.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="all">The plugin with its dependencies.</param>
    public static TurnScope Of(PluginEntry entry, HashSet<PluginEntry> all)
    {
        all.Remove(entry);
        return new(new HashSet<PluginEntry> { entry }, all);
    }

    /// <summary>Tells whether one of two turns has to wait for the other.</summary>
    public bool Meets(TurnScope other) =>
        Changes is null
        || other.Changes is null
        || Changes.Overlaps(other.Changes)
        || Changes.Overlaps(other.Needs)
        || Needs.Overlaps(other.Changes);
}
