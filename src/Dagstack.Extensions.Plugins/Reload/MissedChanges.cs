using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Changes of plugins that could not be made, since what these then depend on was not there. Files do not change again when that comes back.</summary>
/// <param name="catalog">The plugins that there are.</param>
internal sealed class MissedChanges(PluginCatalog catalog)
{
    private readonly ConcurrentDictionary<PluginEntry, MissedChange> _changes = new();

    /// <summary>Gets those that could be made now.</summary>
    public IReadOnlyList<KeyValuePair<PluginEntry, MissedChange>> Possible => [.. _changes.Where(pair => PluginDependencies.Complaint(catalog, pair.Value.Candidate) is null)];

    public void Add(PluginEntry entry, MissedChange change) => _changes[entry] = change;

    /// <summary>Forgets the one of a plugin, which goes or has another change.</summary>
    public void Forget(PluginEntry entry) => _changes.TryRemove(entry, out _);

    /// <summary>Takes one, in the turn of its plugin.</summary>
    /// <returns>False if it is not the last one any more.</returns>
    public bool TryTake(PluginEntry entry, MissedChange change) => _changes.TryRemove(KeyValuePair.Create(entry, change));
}
