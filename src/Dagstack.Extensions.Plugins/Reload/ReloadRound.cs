using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>What several changes come to.</summary>
internal sealed class ReloadRound
{
    /// <param name="changes">The changes.</param>
    /// <param name="catalog">The plugins that there are.</param>
    public ReloadRound(IReadOnlyList<PluginChange> changes, PluginCatalog catalog)
    {
        foreach (var change in changes)
        {
            var candidate = change.Source is { } source ? catalog.Define(source) : null;
            switch (change.Entry)
            {
                case { } entry when candidate is null:
                    Going.Add((entry, change));
                    break;
                case { } entry when candidate.Source.Id != entry.Source.Id && (candidate.Checked.IsValid || entry.Activation is null):
                    // Another plugin lies in the folder now.
                    Going.Add((entry, change));
                    Coming.Add((candidate, change));
                    break;
                case { } entry:
                    Candidates.Add(entry, candidate);
                    Changes.Add(entry, change);
                    break;
                case null when candidate is not null:
                    Coming.Add((candidate, change));
                    break;
            }
        }
    }

    /// <summary>Gets the plugins whose folders are gone.</summary>
    public List<(PluginEntry Entry, PluginChange Change)> Going { get; } = [];

    /// <summary>Gets the plugins that were not there.</summary>
    public List<(PluginDefinition Definition, PluginChange Change)> Coming { get; } = [];

    /// <summary>Gets the plugins to start or to change, each with what it is to be; null for one that has come and is what it is.</summary>
    public Dictionary<PluginEntry, PluginDefinition?> Candidates { get; } = [];

    /// <summary>Gets the change of each of them.</summary>
    public Dictionary<PluginEntry, PluginChange> Changes { get; } = [];

    /// <summary>Tells whether somebody comes in place of one that goes: it is the same from another folder, or lies where that was.</summary>
    public bool IsReplaced(PluginEntry going)
    {
        lock (Coming)
        {
            return Coming.Exists(coming => coming.Definition.Source.Id == going.Source.Id || coming.Change.Entry == going);
        }
    }

    /// <summary>Finds what is to lie where one was that goes; null if its folder is gone.</summary>
    public PluginDefinition? SuccessorOf(PluginEntry going)
    {
        lock (Coming)
        {
            return Coming.Find(coming => coming.Change.Entry == going).Definition;
        }
    }

    /// <summary>Drops what was to come in the folder of one that stays, or was gone already.</summary>
    public void Drop(PluginEntry entry)
    {
        lock (Coming)
        {
            Coming.RemoveAll(coming => coming.Change.Entry == entry);
        }
    }

    /// <summary>Takes those that have come.</summary>
    public void Join(IReadOnlyList<PluginEntry> entries)
    {
        foreach (var (entry, (_, change)) in entries.Zip(Coming))
        {
            Candidates.Add(entry, null);
            Changes.Add(entry, change);
        }
    }
}
