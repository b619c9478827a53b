namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The plugins that are not planned yet, and how many of their dependencies are not either.</summary>
internal sealed class WaitingPlugins
{
    private readonly Dictionary<PluginEntry, int> _position;
    private readonly Dictionary<PluginEntry, HashSet<PluginEntry>> _waitsFor;
    private readonly ILookup<PluginEntry, PluginEntry> _dependants;
    private readonly SortedSet<PluginEntry> _free;

    public WaitingPlugins(List<PluginEntry> ordered, Func<PluginEntry, IReadOnlySet<PluginEntry>> dependenciesOf)
    {
        _position = ordered.Select(static (entry, position) => (entry, position)).ToDictionary();
        _waitsFor = ordered.ToDictionary(static entry => entry, entry => dependenciesOf(entry).Where(_position.ContainsKey).ToHashSet());
        _dependants = _waitsFor.SelectMany(static pair => pair.Value.Select(dependency => (dependency, dependant: pair.Key))).ToLookup(static edge => edge.dependency, static edge => edge.dependant);
        _free = new(ordered.Where(entry => _waitsFor[entry].Count == 0), Comparer<PluginEntry>.Create((one, other) => _position[one].CompareTo(_position[other])));
    }

    public int Count => _waitsFor.Count;

    /// <summary>Gets those that wait for none, in their order.</summary>
    public IReadOnlyCollection<PluginEntry> Free => _free;

    public void Remove(IReadOnlyList<PluginEntry> entries)
    {
        foreach (var entry in entries)
        {
            _waitsFor.Remove(entry);
            _free.Remove(entry);
        }

        foreach (var entry in entries)
        {
            foreach (var dependant in _dependants[entry])
            {
                if (_waitsFor.TryGetValue(dependant, out var rest) && rest.Remove(entry) && rest.Count == 0)
                {
                    _free.Add(dependant);
                }
            }
        }
    }

    /// <summary>Follows dependencies until one comes round again. None of those that wait is free.</summary>
    public IReadOnlyList<PluginEntry> FindCycle()
    {
        var path = new List<PluginEntry>();
        var seen = new HashSet<PluginEntry>();
        var current = _waitsFor.Keys.MinBy(entry => _position[entry])!;
        while (seen.Add(current))
        {
            path.Add(current);
            current = _waitsFor[current].MinBy(entry => _position[entry])!;
        }

        return path[path.IndexOf(current)..];
    }
}
