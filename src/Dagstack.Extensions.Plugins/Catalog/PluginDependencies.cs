namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Which plugin needs which: by <c>depends_on</c>, and by taking another one as a constructor parameter.</summary>
internal sealed class PluginDependencies
{
    private readonly PluginCatalog _catalog;
    private readonly Dictionary<PluginEntry, HashSet<PluginEntry>> _of = [];
    private readonly Dictionary<PluginEntry, (string Code, string Reason)> _complaints = [];

    /// <summary>Resolves what the manifests of those declare that are not out.</summary>
    public PluginDependencies(PluginCatalog catalog)
    {
        _catalog = catalog;
        foreach (var entry in catalog.Entries.Where(static entry => !entry.IsOut).ToList())
        {
            var found = new HashSet<PluginEntry>();
            foreach (var dependency in entry.Manifest!.DependsOn)
            {
                var (other, code, reason) = Resolve(catalog, entry.Definition, dependency);
                if (other is not null)
                {
                    found.Add(other);
                }
                else
                {
                    _complaints.TryAdd(entry, (code!, reason!));
                }
            }

            _of[entry] = found;
        }
    }

    /// <summary>Gets why plugins cannot start that declare what is not there.</summary>
    public IReadOnlyDictionary<PluginEntry, (string Code, string Reason)> Complaints => _complaints;

    /// <summary>Finds what a plugin would depend on, declared or not. One that is not valid depends on nothing.</summary>
    public static IEnumerable<PluginEntry> TargetsOf(PluginCatalog catalog, PluginDefinition plugin) => plugin.Manifest is not { } manifest ? [] :
        manifest.DependsOn.Select(dependency => Resolve(catalog, plugin, dependency).Found)
            .Concat(plugin.InjectedKeys.Select(key => OfKey(catalog, key)))
            .OfType<PluginEntry>();

    /// <summary>Says why what a plugin declares cannot be had; null if it can.</summary>
    public static (string Code, string Reason)? Complaint(PluginCatalog catalog, PluginDefinition plugin)
    {
        if (plugin.KeysFault is { } fault)
        {
            return (fault.Code, fault.Reason);
        }

        foreach (var dependency in plugin.Manifest!.DependsOn)
        {
            var (other, code, reason) = Resolve(catalog, plugin, dependency);
            if (other is null)
            {
                return (code!, reason!);
            }

            if (!other.Status.IsServing)
            {
                return (PluginErrorCodes.MissingDependency, $"it depends on '{other.Name}', which is {PluginStates.NameOf(other.Status.State)}: {other.Status.Reason}");
            }
        }

        return null;
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
            var other = OfKey(_catalog, key);
            if (other is not null && other != entry && _of.TryGetValue(entry, out var known) && known.Add(other))
            {
                added.Add(other);
            }
        }

        return added;
    }

    private static PluginEntry? OfKey(PluginCatalog catalog, string key) =>
        PluginId.TryParse(key, out var id) ? catalog.Find(id) : catalog.Leaders(key) is [var active] ? active : null;

    private static (PluginEntry? Found, string? Code, string? Reason) Resolve(PluginCatalog catalog, PluginDefinition plugin, PluginDependency dependency)
    {
        var named = dependency.Kind is { } kind
            ? catalog.Find(new(kind, dependency.Name)) is { } exact ? [exact] : []
            : catalog.FindByName(dependency.Name).ToList();
        switch (named)
        {
            case [var single]:
                return (single, null, null);
            case []:
                var near = NearNames.Find(dependency.ToString(), catalog.Entries.Select(static other => other.Name));
                return (null, PluginErrorCodes.MissingDependency, $"it depends on '{dependency}', which was not found.{(near is null ? string.Empty : $" Did you mean '{near}'?")} Install that plugin, or correct 'depends_on' in {plugin.Source.Path ?? "its manifest"}.");
            default:
                return (null, PluginErrorCodes.AmbiguousPlugin, $"it depends on '{dependency.Name}', which is the name of several plugins: {string.Join(", ", named.Select(static other => other.Name))}. Write the kind too, as in depends_on = [{{ kind = \"{named[0].Source.Id!.Value.Kind}\", name = \"{dependency.Name}\" }}].");
        }
    }
}
