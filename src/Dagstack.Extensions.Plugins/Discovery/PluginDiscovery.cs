using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What one collection of services knows of plugins before a host is built, and how to look again.</summary>
/// <param name="ignored">Globs of folders that are not looked into; the list may grow.</param>
internal sealed class PluginDiscovery(IList<string> ignored)
{
    private readonly HashSet<string> _scanned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registries = new(StringComparer.Ordinal);
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly HashSet<Type> _classes = [];
    private readonly HashSet<(Assembly, string)> _named = [];
    private readonly HashSet<IPluginSource> _asking = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Path, string ContentRoot)> _roots = [];
    private readonly List<FoundPlugin> _found = [];

    /// <summary>Gets everything that was found, those that others take the place of too.</summary>
    public IReadOnlyList<FoundPlugin> All => _found;

    /// <summary>Gets the plugins: those given in code in place of discovered ones, the last of those given for one identity.</summary>
    public IReadOnlyList<FoundPlugin> Plugins
    {
        get
        {
            var given = new Dictionary<PluginId, FoundPlugin>();
            foreach (var plugin in _found.Where(static plugin => plugin.IsOverride))
            {
                given[plugin.Id!.Value] = plugin;
            }

            return [.. _found.Where(plugin => plugin.Id is not { } id || !given.TryGetValue(id, out var chosen) || chosen == plugin)];
        }
    }

    /// <summary>Gets the roots that were searched, for errors that say where a plugin was looked for.</summary>
    public List<string> SearchedRoots { get; } = [];

    /// <summary>Gets the roots that were found: as given, and the folder that is meant.</summary>
    public List<(string Given, string Folder)> FoundRoots { get; } = [];

    /// <summary>Gets what was found besides plugins and is worth a warning.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets folders that have an assembly and no manifest, as sentences: one of them may be the plugin that somebody misses.</summary>
    public List<string> WithoutManifest { get; } = [];

    /// <summary>Gets what keeps the host from starting whatever the plugins are: missing roots.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Gets where was searched, as a sentence.</summary>
    public string Searched => SearchedRoots.Count == 0 ? "No folder was searched." : $"Searched: {string.Join(", ", SearchedRoots)}.";

    /// <summary>Adds the plugins below a root.</summary>
    public void AddRoot(string path, bool optional, string contentRoot)
    {
        var resolution = PluginRoots.Resolve(path, contentRoot, optional: optional);
        _roots.Add((path, contentRoot));
        SearchedRoots.AddRange(resolution.Path is null ? resolution.Tried : [resolution.Path]);
        if (resolution.Error is { } error)
        {
            Errors.Add(error);
        }

        var registries = (resolution.Path is { } found ? [found] : resolution.Tried).Select(RegistryFolder.Beside).OfType<string>();
        if (resolution.Path is { } root && _scanned.Add(root))
        {
            Scan(path, root);
        }

        foreach (var folder in registries.Where(_registries.Add))
        {
            SearchedRoots.Add(folder);
            FoundRoots.Add((Path.GetFileName(folder), folder));
            AddList(new RegistryFolder(folder));
        }
    }

    /// <summary>Adds the plugins of a list, each manifest once, whatever names it.</summary>
    public void AddList(RemoteList list)
    {
        try
        {
            foreach (var plugin in SourcePlugins.Find(list).Where(IsNew))
            {
                Add(plugin);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Warnings.Add($"{list.Name} cannot be read and is passed over: {fault.Message}");
        }
    }

    private void Scan(string path, string root)
    {
        FoundRoots.Add((path, root));
        var scan = PluginFolderScanner.Scan(root, ignored);
        Warnings.AddRange(scan.Findings.Select(static finding => finding.Message));
        WithoutManifest.AddRange(scan.Findings.Where(static finding => finding.Kind == ScanFindingKind.NoManifest).Select(static finding => finding.Message));
        foreach (var found in scan.Manifests.Where(found => _manifests.Add(found.RealFolder)))
        {
            Add(FoundPlugin.FromFolder(found));
        }
    }

    /// <summary>Tells whether a manifest of a list is not there yet, from another list or from below a root.</summary>
    private bool IsNew(FoundPlugin listed)
    {
        var file = RealPath.TryResolve(listed.Path!);
        return _listed.Add(file ?? listed.Path!)
            && !(Path.GetFileName(file) is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName && _manifests.Contains(Path.GetDirectoryName(file)!));
    }

    /// <summary>Adds the plugins of an assembly of the host, once.</summary>
    public void AddAssembly(Assembly assembly)
    {
        if (_assemblies.Add(assembly))
        {
            foreach (var plugin in AssemblyPlugins.Find(assembly, Warnings).Where(plugin => plugin.Class is not { } type || !IsPlugin(type)))
            {
                Add(plugin);
            }
        }
    }

    /// <summary>Adds a class of the host as a plugin of each contract that it implements, unless it is one already. A middleware has to say what it is around, which only its attribute or a call can.</summary>
    /// <param name="type">The class.</param>
    /// <param name="contracts">The contracts that are known.</param>
    /// <param name="name">Gives the class its name; null for the one that is made of its own.</param>
    public void AddClass(Type type, IEnumerable<PluginContract> contracts, Func<Type, string>? name)
    {
        if (IsPlugin(type) || type.IsAssignableTo(typeof(PluginProxy)))
        {
            return;
        }

        if (type.IsDefined(typeof(PluginAttribute), inherit: false))
        {
            Add(FoundPlugin.FromClass(type));
            return;
        }

        // Before it has a name: what gives it one may scan it again.
        _classes.Add(type);
        var isPlugin = false;
        foreach (var kind in contracts.Where(contract => contract.InterfaceType != typeof(IPluginMiddleware) && contract.InterfaceType.IsAssignableFrom(type)).Select(static contract => contract.Kind).Order(StringComparer.Ordinal).ToList())
        {
            try
            {
                Add(FoundPlugin.FromClass(type, kind, name?.Invoke(type) ?? ClassNaming.Of(type, kind)));
                isPlugin = true;
            }
            catch (Exception fault)
            {
                Warnings.Add($"the name of the class {type.FullName}, which a scan has found for the kind '{kind}', could not be had: the function that o.Scan was given threw {ExceptionText.Sentence(fault)} The class is no plugin; correct the function, or put [Plugin] on the class.");
            }
        }

        if (!isPlugin)
        {
            _classes.Remove(type);
        }
    }

    /// <summary>Adds what a source of the application finds. One that throws is a warning, and one that adds itself while it is asked is not asked again.</summary>
    public void AddSource(IPluginSource source)
    {
        if (!_asking.Add(source))
        {
            return;
        }

        try
        {
            foreach (var plugin in SourcePlugins.Find(source))
            {
                Add(plugin);
            }
        }
        catch (Exception fault)
        {
            Warnings.Add($"the source {source.GetType().FullName} threw {ExceptionText.Sentence(fault)} What it found before is taken; see to what it complains of.");
        }
        finally
        {
            _asking.Remove(source);
        }
    }

    /// <summary>Adds a plugin.</summary>
    public void Add(FoundPlugin plugin)
    {
        _found.Add(plugin);
        if (plugin.Class is { } type)
        {
            _classes.Add(type);
        }
        else if (plugin is { Assembly: { } assembly, Manifest.Manifest.EntryPoint.ClassName: { } named })
        {
            _named.Add((assembly, named));
        }
    }

    /// <summary>Gets the folders that the roots mean now: one that was optional and missing may have come.</summary>
    public IReadOnlyList<string> CurrentRoots() =>
        [.. _roots.Select(static root => PluginRoots.Resolve(root.Path, root.ContentRoot, optional: true).Path).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Looks for manifests below roots as it was done before the host was built, each once.</summary>
    public ScanResult Scan(IReadOnlyList<string> roots)
    {
        var scans = roots.Select(root => PluginFolderScanner.Scan(root, ignored, isFirst: false)).ToList();
        return new([.. scans.SelectMany(static scan => scan.Manifests).DistinctBy(static found => found.RealFolder)], [.. scans.SelectMany(static scan => scan.Findings)]);
    }

    /// <summary>Tells whether a class is a plugin already, by its attribute, a scan, or a manifest of its assembly.</summary>
    private bool IsPlugin(Type type) =>
        _classes.Contains(type) || _named.Contains((type.Assembly, type.FullName!)) || _named.Contains((type.Assembly, type.Name));

    /// <summary>Tells whether a plugin is given in code, in place of any that is found.</summary>
    public bool IsGiven(PluginId? id) => _found.Exists(plugin => plugin.IsOverride && plugin.Id == id);
}
