namespace Dagstack.Extensions.Plugins;

/// <summary>Which plugin needs which: by <c>depends_on</c>, and by taking another one as a constructor parameter.</summary>
internal sealed class PluginDependencies
{
    private readonly PluginCatalog _catalog;
    private readonly Dictionary<PluginEntry, HashSet<PluginEntry>> _of = [];

    /// <summary>Resolves what manifests declare. A plugin whose dependency is not there is taken out of the catalog.</summary>
    public PluginDependencies(PluginCatalog catalog)
    {
        _catalog = catalog;
        foreach (var entry in catalog.Entries.Where(static entry => !entry.IsOut).ToList())
        {
            _of[entry] = [.. entry.Manifest!.DependsOn.Select(dependency => Resolve(entry, dependency)).OfType<PluginEntry>()];
        }
    }

    /// <summary>Gets what a plugin depends on.</summary>
    public IReadOnlySet<PluginEntry> Of(PluginEntry entry) => _of.TryGetValue(entry, out var found) ? found : System.Collections.Frozen.FrozenSet<PluginEntry>.Empty;

    /// <summary>Adds what a plugin's constructor takes, <c>kind:name</c> or <c>kind</c>.</summary>
    /// <returns>The plugins that it does not declare.</returns>
    public IReadOnlyList<PluginEntry> AddInjected(PluginEntry entry, IEnumerable<string> keys)
    {
        var added = new List<PluginEntry>();
        foreach (var key in keys)
        {
            var other = PluginId.TryParse(key, out var id) ? _catalog.Find(id) : _catalog.Leaders(key) is [var active] ? active : null;
            if (other is not null && other != entry && _of[entry].Add(other))
            {
                added.Add(other);
            }
        }

        return added;
    }

    private PluginEntry? Resolve(PluginEntry entry, PluginDependency dependency)
    {
        var named = dependency.Kind is { } kind
            ? _catalog.Find(new(kind, dependency.Name)) is { } exact ? [exact] : []
            : _catalog.FindByName(dependency.Name).ToList();
        switch (named)
        {
            case [var single]:
                return single;
            case []:
                var near = NearNames.Find(dependency.ToString(), _catalog.Entries.Select(static other => other.Name));
                entry.TakeOut(PluginState.Unavailable, PluginErrorCodes.MissingDependency, $"it depends on '{dependency}', which was not found.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Install that plugin, or correct 'depends_on' in {entry.Source.Path ?? "its manifest"}.");
                return null;
            default:
                entry.TakeOut(PluginState.Unavailable, PluginErrorCodes.AmbiguousPlugin, $"it depends on '{dependency.Name}', which is the name of several plugins: {string.Join(", ", named.Select(static other => other.Name))}. Write the kind too, as in depends_on = [{{ kind = \"{named[0].Source.Id!.Value.Kind}\", name = \"{dependency.Name}\" }}].");
                return null;
        }
    }
}
