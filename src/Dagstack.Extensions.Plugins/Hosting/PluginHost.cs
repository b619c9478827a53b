using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Runtimes;
using Dagstack.Extensions.Plugins.Tools;
using Dagstack.Extensions.Plugins.Trust;
using Dagstack.Extensions.Plugins.Units;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The plugins of one service provider: their slots and proxies, their start and their stop.</summary>
internal sealed partial class PluginHost : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly ActivePlugins _active;
    private readonly PluginCatalog _catalog;
    private readonly PluginStartConditions _conditions;
    private readonly StartReport _report;
    private readonly PluginPlanner _planner;
    private readonly PluginSequence _sequence;
    private readonly PluginSupervision _supervision;
    private readonly PluginRestarts _restarts;
    private readonly CallPaths _paths;
    private readonly ToolKind _tools;
    private readonly ShadowCopies? _copies;
    private readonly PluginAudit _audit;
    private readonly StatusChanges _changes = new();
    private readonly TimeProvider _time;
    private readonly PluginTurns _turns;
    private readonly PluginOperations _operations;
    private readonly PluginLeases _leases;
    private readonly Lock _preparing = new();
    private bool _isSetUp;
    private int _disposed;

    private PluginHost(IServiceProvider services, ILogger logger, TimeProvider time)
    {
        (_services, _logger, _time) = (services, logger, time);
        var registered = services.GetService<IServiceProviderIsKeyedService>()
            ?? throw new InvalidOperationException($"The container {services.GetType().FullName} does not support keyed services, by which plugins are found. Use a version of it that does, or the container of Microsoft.Extensions.DependencyInjection.");
        var options = services.GetRequiredService<DagstackPluginOptions>();
        var (kinds, contracts) = (options.KindSettings, options.Kinds.Contracts);
        var configuration = services.GetService<IConfiguration>();
        var settings = new HostSettings(options.GivenSettings ?? configuration?.GetSection(options.SettingsSection));
        _active = new(contracts.Keys, configuration, settings, Environment.GetEnvironmentVariable);
        var runtimes = new RuntimeSet(services.GetServices<PluginRuntime>(), logger);
        _tools = new(logger);
        _catalog = PluginCatalog.Create(
            new(options.Discovery.Plugins, contracts, options.CoreVersion, settings, _active, TrustedPublishers.Parse(Environment.GetEnvironmentVariable(TrustedPublishers.Variable)), contract => contract.InterfaceType == _tools.Contract || kinds.Of(contract.Kind).RoutingPolicy is not null),
            runtimes,
            StatusHasChanged,
            time);
        _planner = new(_catalog, Lay, Renew, logger);
        _turns = new(EndBeforeServices);
        _copies = options.IsReloadAllowed || options.IsLockRequired ? new(services.GetRequiredService<ResourceStores>().TempRoot, logger) : null;
        _audit = new(LoggerOf(services, AuditLog.Category), options.IsAudited);
        var stopper = new PluginStopper(Slots, time, logger);
        _restarts = new(Slots, stopper, FollowStopped, RestartDeadAsync, StartWaitingAsync, time, logger);
        _leases = services.GetRequiredService<PluginLeases>();
        var lockPaths = new LockPaths(options.LockPaths, options.Discovery, services.GetService<IHostEnvironment>()?.ContentRootPath);
        var locks = options.IsLockRequired ? new PluginLocks(new(lockPaths.Find), _copies!, _audit) : null;
        var starter = new PluginStarter(new(_leases.Lend, _copies, locks, options.IsAudited, options.HealthInterval > TimeSpan.Zero, time, stopper, _audit, logger), Slots, _restarts.Bury, _restarts.Retry, time, _audit, logger);
        _sequence = new(starter, stopper, _planner, time);
        _operations = new(_turns, _planner, _sequence, FollowStopped, time);
        Required = new(options, _catalog);
        _conditions = new(options, _catalog, Required, registered, services.GetServices<IPluginStartCheck>(), logger);
        _report = new(options, _catalog, _active, logger);
        _paths = new(new(kinds, options.Middleware, options.MaxCpuBoundCalls, options.IsReloadAllowed, options.Required), _catalog, Slots, services, logger, time);
        LayPaths();
        Proxies = new(_catalog, Slots, contracts, new(kinds, _active, [_tools], options.Required, () => options.Discovery.Searched), logger);
        Units = new(_catalog, Slots, GetChangeToken, time);
        _supervision = new(() => _catalog.Entries, Slots, new(options.HealthInterval, options.HealthTimeout, options.HealthFailures), options.Retry, _planner.HasWaited, RestartDeadAsync, time, logger);
        Grace = options.ShutdownGrace;
        if (options.IsReloadAllowed)
        {
            _retirement = new(stopper, _copies, time, logger);
            _swap = new(starter, Slots, _retirement, _planner.Become, time, _audit, logger);
            _reloader = new(_catalog, _planner, _turns, _sequence, _operations, _swap, _retirement, options.MaxLeakedGenerations, logger);
            _watch = options.Watch is { } watch ? new(watch, options.Discovery, runtimes, _catalog, ReloadAsync, time, logger) : null;
        }

        PluginGauges.Add(_catalog);
    }

    public IReadOnlyList<PluginEntry> Entries => _catalog.Entries;

    /// <summary>Gets the doors of the plugins.</summary>
    public PluginSlots Slots { get; } = new();

    /// <summary>Gets what keys stand for.</summary>
    public PluginProxies Proxies { get; }

    /// <summary>Gets what runs units of work.</summary>
    public PluginUnits Units { get; }

    /// <summary>Gets the plugins without which the host does not start.</summary>
    public RequiredPlugins Required { get; }

    /// <summary>Gets the time that teardown has at least when the application stops.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Gets a value indicating whether the application is stopping: nothing is started any more.</summary>
    public bool IsStopping => _turns.IsOver;

    public static PluginHost Create(IServiceProvider provider) => new(
        provider,
        LoggerOf(provider, Log.Category),
        provider.GetService<TimeProvider>() ?? TimeProvider.System);

    private static GuardedLogger LoggerOf(IServiceProvider provider, string category) => new((provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(category));

    /// <summary>Gets the functions of tool plugins.</summary>
    /// <exception cref="InvalidOperationException">The kind <c>tool</c> has another contract in this host.</exception>
    public ToolDirectory Tools => _tools.Directory ?? throw new InvalidOperationException($"{nameof(ITools)} is asked for, and the kind 'tool' of this host has another contract than {typeof(ITool)}: {Proxies.Kinds.GetValueOrDefault("tool")?.Contract.InterfaceType.AssemblyQualifiedName ?? "none"}. Give that kind another name.");

    public PluginEntry? Find(PluginId id) => _catalog.Find(id);

    public IChangeToken GetChangeToken() => _changes.GetToken();

    /// <summary>Makes the error of places that ask for a plugin by a key that none has; null if there are none.</summary>
    public PluginKeyException? CheckKeys(IEnumerable<KeyedParameter> parameters, string who) => _conditions.CheckKeys(parameters, who);

    public async Task<PluginStatus> SetupAsync(PluginId id, CancellationToken cancellationToken)
    {
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.SetupPluginAsync));
        ThrowIfDisposed();
        Prepare();
        await _operations.StartWithDependenciesAsync(entry, cancellationToken).ConfigureAwait(false);
        return entry.Status;
    }

    public Task RetryAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _operations.RestartAsync(Entries.Where(PluginSupervision.CanRetry), cancellationToken);
    }

    /// <summary>Cancels what is still starting, and what looks after the plugins; they go on serving.</summary>
    public void CancelStarting()
    {
        _turns.EndStarts();
        _watch?.Stop();
        _supervision.Stop();
        _restarts.Stop();
    }

    private void StatusHasChanged()
    {
        _changes.Fire();
        _supervision?.Notice();
    }

    private void LayPaths()
    {
        foreach (var entry in Entries.Where(static entry => entry.Source.Id is not null && entry.Contract is not null))
        {
            Lay(entry);
        }
    }

    private void Lay(PluginEntry entry) => Slots[entry].Lay(_paths.Of(entry));

    /// <summary>Does what comes before any start; only the first time it has something to do.</summary>
    private void Prepare()
    {
        lock (_preparing)
        {
            _report.SayFindings();
            _planner.AddInjected();
            _conditions.ThrowIfBlocked();
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

    /// <summary>Starts a plugin again that has failed or died, in its turn.</summary>
    private Task RestartDeadAsync(PluginEntry entry, CancellationToken cancellationToken) =>
        _operations.StartAsync([entry], PluginSupervision.HasFailed, AskedBy.Retry, cancellationToken);

    /// <summary>Starts those that failed because of a plugin, each in its turn.</summary>
    private Task StartWaitingAsync(PluginEntry cause, CancellationToken cancellationToken) =>
        _operations.StartAsync(Entries.Where(entry => PluginPlanner.IsWaiting(entry) && entry.RootCause == cause), PluginSupervision.HasFailed, AskedBy.Retry, cancellationToken);

    /// <summary>Makes sure that disposing the provider tears down before it disposes what was made for plugins until now.</summary>
    private void EndBeforeServices()
    {
        if (!_leases.HasLent())
        {
            return;
        }

        try
        {
            _services.GetRequiredService<PluginHostEnd>();
        }
        catch (ObjectDisposedException)
        {
            // The provider is being disposed, and this host with it.
        }
    }

    private PluginNotFoundException NotFound(PluginId id, string askedBy)
    {
        var near = _catalog.NearestTo(id);
        return new(id.ToString(), askedBy, near, $"There is no plugin '{id}'.{(near is null ? string.Empty : $" Did you mean '{near}'?")} IPluginRegistry.Plugins has all there are.");
    }
}
