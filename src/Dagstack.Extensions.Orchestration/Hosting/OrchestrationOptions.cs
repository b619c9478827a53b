using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration;

/// <summary>How units of work are kept and run. What the section <c>dagstack:units</c> of the configuration says, in the same names in snake_case, wins over what is said in code.</summary>
/// <remarks>Values are checked when the host starts. See §9 of the plugin contract and docs/units.md.</remarks>
public sealed class OrchestrationOptions
{
    /// <summary>Gets or sets how many units run at a time in this process.</summary>
    /// <value>16 for each processor by default, and at least 64. At least 1.</value>
    public int MaxConcurrency { get; set; } = Math.Max(64, 16 * Environment.ProcessorCount);

    /// <summary>Gets or sets how many of these may be of plugins whose units take long, so that they do not keep short ones from running.</summary>
    /// <value>Null by default: half of <see cref="MaxConcurrency"/>, and at least 1. From 1 to <see cref="MaxConcurrency"/>.</value>
    public int? MaxLongRunning { get; set; }

    /// <summary>Gets or sets from which <c>estimated_duration_sec</c> of a manifest on units take long.</summary>
    /// <value>60 seconds by default; more than zero.</value>
    public TimeSpan LongRunningFrom { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how many partitions this process has at a time.</summary>
    /// <value>1,000 by default; at least 1.</value>
    public int MaxPartitions { get; set; } = 1_000;

    /// <summary>Gets or sets how long a unit that is asked to end is waited for. It is left behind afterwards, and nothing that it writes counts any more.</summary>
    /// <value>10 seconds by default; zero or more.</value>
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long units are kept that have succeeded, with their outputs. The keys by which repeated work is recognised go with them.</summary>
    /// <value>7 days by default; more than zero.</value>
    public TimeSpan KeepSucceeded { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how long units are kept that have failed, expired or been cancelled.</summary>
    /// <value>30 days by default; more than zero.</value>
    public TimeSpan KeepFailed { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how often units are looked for that need not be kept any more; also at the start.</summary>
    /// <value>An hour by default; more than zero.</value>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how long the oldest unit may wait before the health of <c>orchestrator:local</c> is degraded.</summary>
    /// <value>Null by default: for ever. More than zero.</value>
    public TimeSpan? OldestQueuedLimit { get; set; }

    /// <summary>Gets what holds for the units of all plugins of which nothing else is said.</summary>
    public UnitPluginOptions Defaults { get; } = new();

    /// <summary>Gets or sets how many writes are made by one commit at most; 1 switches it off, for comparisons.</summary>
    internal int MaxBatch { get; set; } = new Writing.UnitWriterOptions().MaxBatch;

    /// <summary>Gets what is said of single plugins.</summary>
    internal Dictionary<string, UnitPluginOptions> Plugins { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what makes the store; null for the default.</summary>
    internal Func<IServiceProvider, UnitStore>? StoreFactory { get; private set; }

    /// <summary>Gets what makes the placement; null for one process that has its store alone.</summary>
    internal Func<IServiceProvider, UnitStore, UnitPlacement>? PlacementFactory { get; private set; }

    /// <summary>Says how units of one plugin are run. Calls for one plugin add up.</summary>
    /// <param name="plugin">The plugin, <c>kind:name</c>.</param>
    /// <param name="configure">Says it.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="plugin"/> is not of the form <c>kind:name</c>.</exception>
    public OrchestrationOptions ForPlugin(string plugin, Action<UnitPluginOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(OfPlugin(PluginId.Parse(plugin).ToString()));
        return this;
    }

    /// <summary>Keeps units in memory: for tests. They are lost with the process, and outlive a reload of the orchestrator.</summary>
    /// <returns>These options.</returns>
    public OrchestrationOptions UseInMemory() => UseStore(Hosting.MemoryStores.Get);

    /// <summary>Keeps units in a SQLite file, which one process uses at a time. It and its folder are made if they are not there.</summary>
    /// <param name="path">The file. A relative path is below the content root.</param>
    /// <param name="configure">Says how it is kept.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or no path of a file: a URI, a connection string, or <c>:memory:</c>.</exception>
    public OrchestrationOptions UseSqlite(string path = Hosting.DefaultStore.Path, Action<SqliteUnitStoreOptions>? configure = null)
    {
        Sqlite.SqliteStorePath.Check(path);
        var options = new SqliteUnitStoreOptions();
        configure?.Invoke(options);
        return UseStore(services => Hosting.DefaultStore.Make(services, path, options));
    }

    /// <summary>Keeps units in a store of one's own. The last call of this and the other methods that choose a store wins.</summary>
    /// <param name="factory">Makes it from the host's services, once for each start of the orchestrator, which opens and disposes it.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    public OrchestrationOptions UseStore(Func<IServiceProvider, UnitStore> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        (StoreFactory, PlacementFactory) = (factory, null);
        return this;
    }

    /// <summary>Shares partitions among processes by a placement of one's own. It is said after the store, which otherwise takes it back.</summary>
    /// <param name="factory">Makes it from the host's services and the store, which is open, once for each start of the orchestrator, which joins and disposes it.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    public OrchestrationOptions UsePlacement(Func<IServiceProvider, UnitStore, UnitPlacement> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        PlacementFactory = factory;
        return this;
    }

    internal UnitPluginOptions OfPlugin(string plugin)
    {
        if (!Plugins.TryGetValue(plugin, out var options))
        {
            Plugins.Add(plugin, options = new());
        }

        return options;
    }
}
