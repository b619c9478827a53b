using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins;

/// <summary>All that calls of AddDagstackPlugins have gathered in one service collection. See docs/adr/0004-registration-never-throws.md.</summary>
internal sealed class PluginRegistrations
{
    private readonly HashSet<string> _scanned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _manifests = new(StringComparer.Ordinal);
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly List<string> _ignored = [];
    private readonly List<(string Path, string ContentRoot)> _roots = [];
    private readonly List<PluginSource> _sources = [];

    /// <summary>Gets the kinds that are known.</summary>
    public PluginKinds Kinds { get; } = new();

    /// <summary>Gets the plugins: those given in code in place of discovered ones, the last of those given for one identity.</summary>
    public IReadOnlyList<PluginSource> Sources
    {
        get
        {
            var given = new Dictionary<PluginId, PluginSource>();
            foreach (var source in _sources.Where(static source => source.IsOverride))
            {
                given[source.Id!.Value] = source;
            }

            return [.. _sources.Where(source => source.Id is not { } id || !given.TryGetValue(id, out var chosen) || chosen == source)];
        }
    }

    /// <summary>Gets the roots that were searched, for errors that say where a plugin was looked for.</summary>
    public List<string> SearchedRoots { get; } = [];

    /// <summary>Gets the roots that were found: as given, and the folder that is meant.</summary>
    public List<(string Given, string Folder)> FoundRoots { get; } = [];

    /// <summary>Gets what was found besides plugins and is worth a warning.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets what keeps the host from starting whatever the plugins are: missing roots.</summary>
    public List<string> Errors { get; } = [];

    public string CoreVersion { get; private set; } = ManifestLoadOptions.Default.CoreVersion;

    public string ConfigurationRoot { get; private set; } = string.Empty;

    public string SettingsSection { get; private set; } = "dagstack";

    public bool ContinueOnConflict { get; private set; }

    public bool FailFast { get; private set; }

    public bool Collectible { get; private set; }

    /// <summary>Gets a value indicating whether plugins may be replaced while the host runs.</summary>
    public bool IsReloadAllowed { get; private set; }

    /// <summary>Gets when changes of plugins' files are looked for; null for never.</summary>
    public PluginWatchOptions? Watch { get; private set; }

    public int MaxLeakedGenerations { get; private set; } = 5;

    /// <summary>Gets the keys of plugins.</summary>
    public PluginKeys Keys { get; } = new();

    /// <summary>Gets the middleware of the host, in the order that it was given.</summary>
    public List<MiddlewareRegistration> Middleware { get; } = [];

    /// <summary>Gets how calls of each kind go.</summary>
    public KindSettings KindSettings { get; } = new();

    public int MaxCpuBoundCalls { get; private set; } = Environment.ProcessorCount;

    public HealthSettings Health { get; private set; } = HealthSettings.Default;

    /// <summary>Gets when plugins that failed are tried again; null for never.</summary>
    public RetrySettings? Retry { get; private set; }

    public TimeSpan ShutdownGrace { get; private set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the plugins without which the host does not start.</summary>
    public HashSet<PluginId> Required { get; } = [];

    /// <summary>Gets what the host gives to plugins.</summary>
    public ResourceSettings Resources { get; } = new();

    /// <summary>Gets the collection that the calls were made on, the last one if its descriptors were copied. Services may have been added since.</summary>
    public IServiceCollection? Services { get; private set; }

    /// <summary>Gets the parameters of registered classes that ask for services by key, which all providers of the collection share.</summary>
    public KeyedParameters KeyedParameters { get; } = new();

    /// <summary>Gets the settings section that was given by argument; null to look into the provider's configuration.</summary>
    public IConfiguration? GivenSettings { get; private set; }

    public static PluginRegistrations? Find(IServiceCollection services) =>
        services.LastOrDefault(static descriptor => descriptor.ServiceType == typeof(PluginRegistrations))?.ImplementationInstance as PluginRegistrations;

    /// <summary>Takes in one call.</summary>
    public void Merge(IServiceCollection services, DagstackPluginOptions options, IConfiguration? settings, bool useDefaultRoot)
    {
        CoreVersion = options.CoreVersion ?? CoreVersion;
        ConfigurationRoot = options.ConfigurationRoot ?? ConfigurationRoot;
        SettingsSection = options.SettingsSection ?? SettingsSection;
        ContinueOnConflict = options.ContinueOnConflict ?? ContinueOnConflict;
        FailFast = options.FailFast ?? FailFast;
        Collectible = options.Collectible ?? (Collectible || options.IsReloadAllowed);
        IsReloadAllowed |= options.IsReloadAllowed;
        Watch = options.Watch ?? Watch;
        MaxLeakedGenerations = options.MaxLeakedGenerations ?? MaxLeakedGenerations;
        Health = new(options.HealthInterval ?? Health.Interval, options.HealthTimeout ?? Health.Timeout, options.HealthFailures ?? Health.Failures);
        Retry = options.Retry ?? Retry;
        ShutdownGrace = options.ShutdownGrace ?? ShutdownGrace;
        MaxCpuBoundCalls = options.MaxCpuBoundCalls ?? MaxCpuBoundCalls;
        Middleware.AddRange(options.Middleware);
        options.KindOptions.ForEach(given => KindSettings.Add(given.Kind, given.Configure));
        Services = services;
        Required.UnionWith(options.Required);
        Resources.Merge(options.Resources);
        GivenSettings = settings ?? GivenSettings;
        _ignored.AddRange(options.IgnoreFolders);
        AddKinds(options);

        var roots = new HostSettings(GivenSettings ?? Instance<IConfiguration>(services, static host => host.Configuration)?.GetSection(SettingsSection)).PluginDirs
            .Select(static path => (Path: path, Optional: false))
            .Concat(options.Roots)
            .ToList();
        if (roots.Count == 0 && useDefaultRoot)
        {
            roots.Add(("plugins/", true));
        }

        var contentRoot = Instance<IHostEnvironment>(services, static host => host.HostingEnvironment)?.ContentRootPath ?? Directory.GetCurrentDirectory();
        foreach (var (path, optional) in roots)
        {
            Discover(path, optional, contentRoot);
        }

        foreach (var assembly in options.PluginAssemblies.Where(_assemblies.Add))
        {
            _sources.AddRange(AssemblyPlugins.Find(assembly, Warnings));
        }

        _sources.AddRange(options.Sources);
        Resources.ConfigureHttpClients(services, _sources);
        Keys.Register(services, Kinds.Contracts, _sources, Watch is not null);
    }

    /// <summary>Gets the folders that the roots mean now: one that was optional and missing may have come.</summary>
    public IReadOnlyList<string> CurrentRoots() =>
        [.. _roots.Select(static root => PluginRoots.Resolve(root.Path, root.ContentRoot, optional: true).Path).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Looks for manifests below roots as it was done before the host was built, each once.</summary>
    public ScanResult Scan(IReadOnlyList<string> roots)
    {
        var scans = roots.Select(root => PluginFolderScanner.Scan(root, _ignored)).ToList();
        return new([.. scans.SelectMany(static scan => scan.Manifests).DistinctBy(static found => found.RealFolder)], [.. scans.SelectMany(static scan => scan.Findings)]);
    }

    /// <summary>Tells whether a plugin is given in code, in place of any that is found.</summary>
    public bool IsGiven(PluginId? id) => _sources.Exists(source => source.IsOverride && source.Id == id);

    /// <summary>Finds a service that the host's builder has placed into the collection as an object.</summary>
    private static T? Instance<T>(IServiceCollection services, Func<HostBuilderContext, T> ofHost)
        where T : class
    {
        foreach (var descriptor in services)
        {
            if (!descriptor.IsKeyedService && descriptor.ImplementationInstance is { } instance)
            {
                if (descriptor.ServiceType == typeof(T))
                {
                    return (T)instance;
                }

                if (instance is HostBuilderContext host)
                {
                    return ofHost(host);
                }
            }
        }

        return null;
    }

    private void AddKinds(DagstackPluginOptions options)
    {
        Kinds.Scan();
        options.Assemblies.ForEach(Kinds.Add);
        options.PluginAssemblies.ForEach(Kinds.AddWithReferences);
        foreach (var type in options.Kinds)
        {
            if (Kinds.Find(type) is null)
            {
                Warnings.Add($"AddKind<{type.Name}>() found no generated contract for {type.FullName}. Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{type.Name}>(\"kind\")] into an assembly that references Dagstack.Extensions.Plugins.Abstractions, and add that assembly.");
            }
        }
    }

    private void Discover(string path, bool optional, string contentRoot)
    {
        var resolution = PluginRoots.Resolve(path, contentRoot, optional: optional);
        _roots.Add((path, contentRoot));
        SearchedRoots.AddRange(resolution.Path is null ? resolution.Tried : [resolution.Path]);
        if (resolution.Error is { } error)
        {
            Errors.Add(error);
        }

        if (resolution.Path is not { } root || !_scanned.Add(root))
        {
            return;
        }

        FoundRoots.Add((path, root));
        var scan = PluginFolderScanner.Scan(root, _ignored);
        Warnings.AddRange(scan.Findings.Select(static finding => finding.Message));
        foreach (var found in scan.Manifests)
        {
            if (_manifests.Add(found.RealFolder))
            {
                _sources.Add(PluginSource.FromFolder(found));
            }
        }
    }
}
