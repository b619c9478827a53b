using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins;

/// <summary>The plugins of one service provider: their slots and proxies, their start and their stop.</summary>
internal sealed class PluginHost : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly PluginCatalog _catalog;
    private readonly PluginStartConditions _conditions;
    private readonly PluginReport _report;
    private readonly PluginPlanner _planner;
    private readonly PluginSequence _sequence;
    private readonly PluginSupervision _supervision;
    private readonly PluginProxies _proxies;
    private readonly StatusChanges _changes = new();
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _round = new();
    private int _disposed;

    private PluginHost(IServiceProvider services, ILoggerFactory loggerFactory, TimeProvider time)
    {
        _services = services;
        _time = time;
        var registered = services.GetService<IServiceProviderIsKeyedService>()
            ?? throw new InvalidOperationException($"The container {services.GetType().FullName} does not support keyed services, by which plugins are found. Use a version of it that does, or the container of Microsoft.Extensions.DependencyInjection.");
        var registrations = services.GetRequiredService<PluginRegistrations>();
        var logger = loggerFactory.CreateLogger(Log.Category);
        var runtimes = services.GetServices<IPluginRuntime>().ToDictionary(static runtime => runtime.Name, StringComparer.Ordinal);
        var configuration = services.GetService<IConfiguration>();
        var settings = new HostSettings(registrations.GivenSettings ?? configuration?.GetSection(registrations.SettingsSection));
        var active = new ActivePlugins(registrations.Kinds.Contracts.Keys, configuration, settings, Environment.GetEnvironmentVariable);
        _catalog = PluginCatalog.Create(registrations, runtimes.Keys.ToHashSet(StringComparer.Ordinal), settings, active, _changes.Fire);
        _planner = new(_catalog, entry => runtimes[entry.Checked.Runtime!].Rank, logger);
        _sequence = new(new(runtimes, time, logger), new(time, logger), _planner.DependenciesOf);
        _conditions = new(registrations, _catalog, registered, logger);
        _report = new(registrations, _catalog, active, logger);
        LayPaths(new(registrations, _catalog, services, time));
        _proxies = new(_catalog, registrations, active);
        DispatchLogger = logger;
        _supervision = new(_catalog.Entries, registrations.Health, registrations.Retry, RetryFailedAsync, time, logger);
        Grace = registrations.ShutdownGrace;
        PluginGauges.Add(this);
    }

    public IReadOnlyList<PluginEntry> Entries => _catalog.Entries;

    /// <summary>Gets where errors of broadcasts go that nobody else sees.</summary>
    public ILogger DispatchLogger { get; }

    /// <summary>Gets the time that teardown has at least when the application stops.</summary>
    public TimeSpan Grace { get; }

    /// <summary>Gets a value indicating whether the application is stopping: nothing is started any more.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    public static PluginHost Create(IServiceProvider provider) => new(
        provider,
        provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        provider.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>Gets the proxy that a key stands for: <c>kind:name</c> or <c>kind</c>.</summary>
    public PluginProxy GetProxy(string key) => _proxies[key];

    /// <summary>Gets a kind by its name.</summary>
    public PluginKind KindOf(string kind) => _proxies.Kinds[kind];

    /// <summary>Gets the only kind of a contract.</summary>
    /// <exception cref="InvalidOperationException">It is the contract of no kind, or of several.</exception>
    public PluginKind KindOf(Type contract) => _proxies.KindOf(contract);

    public PluginEntry? Find(PluginId id) => _catalog.Find(id);

    public IChangeToken GetChangeToken() => _changes.GetToken();

    public Task SetupAsync(CancellationToken cancellationToken) => InTurnAsync(
        async token =>
        {
            Prepare();
            var began = _time.GetTimestamp();
            await StartAsync(static _ => true, token).ConfigureAwait(false);
            _report.SayStates(_time.GetElapsedTime(began));
            await ThrowIfFailedAsync().ConfigureAwait(false);
            _supervision.Start();
        },
        cancellationToken);

    public async Task<PluginStatus> SetupAsync(PluginId id, CancellationToken cancellationToken)
    {
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.SetupPluginAsync));
        await InTurnAsync(
            async token =>
            {
                Prepare();
                await RestartAsync(_planner.WithDependencies(entry), token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return entry.Status;
    }

    public Task RetryAsync(CancellationToken cancellationToken) => InTurnAsync(
        token => RestartAsync([.. Entries.Where(PluginSupervision.CanRetry)], token),
        cancellationToken);

    /// <summary>Cancels what is still starting, and what looks after the plugins; they go on serving.</summary>
    public void CancelStarting()
    {
        _stopping.Cancel();
        _supervision.Stop();
    }

    public async Task TeardownAsync(CancellationToken cancellationToken)
    {
        // What is starting would only be stopped again.
        _supervision.Stop();
        await Interlocked.Exchange(ref _round, new()).CancelAsync().ConfigureAwait(false);
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);

        // A start that had its turn before has begun it again.
        _supervision.Stop();
        await StopInTurnAsync(_planner.Plan, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PluginStatus> TeardownAsync(PluginId id, CancellationToken cancellationToken)
    {
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.TeardownPluginAsync));
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        await StopInTurnAsync(_planner.PlanOf([entry]), cancellationToken).ConfigureAwait(false);
        return entry.Status;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        CancelStarting();
        PluginGauges.Remove(this);
        try
        {
            await TeardownAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (TeardownErrorsException)
        {
            // Logged plugin by plugin; disposing a provider must not hide the error that led to it.
        }
    }

    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    private void LayPaths(CallPaths paths)
    {
        foreach (var entry in Entries.Where(static entry => entry.Source.Id is not null && entry.Contract is not null))
        {
            entry.Slot.Lay(paths.Of(entry));
        }
    }

    /// <summary>Does what comes before any start; only the first time it has something to do.</summary>
    private void Prepare()
    {
        _report.SayFindings();
        _planner.AddInjected();
        _conditions.ThrowIfBlocked();
    }

    /// <summary>Starts something when nothing else starts or stops, until the caller, a teardown or the end of the application cancels it.</summary>
    private async Task InTurnAsync(Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var round = Volatile.Read(ref _round).Token;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, round);
        try
        {
            await _gate.WaitAsync(any.Token).ConfigureAwait(false);
            try
            {
                await start(any.Token).ConfigureAwait(false);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The start of the plugins was cancelled.", cancellationToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException("The host is stopping, and starts no plugins any more.", _stopping.Token);
        }
        catch (OperationCanceledException) when (round.IsCancellationRequested)
        {
            throw new OperationCanceledException("The plugins were torn down while they were starting.", round);
        }
    }

    private Task RetryFailedAsync(CancellationToken cancellationToken) => InTurnAsync(
        token => StartAsync(PluginSupervision.HasFailed, token),
        cancellationToken);

    private async Task StartAsync(Func<PluginEntry, bool> isWanted, CancellationToken cancellationToken)
    {
        try
        {
            await _sequence.StartAsync(_planner.Plan, isWanted, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndBeforeServices();
        }
    }

    /// <summary>Starts plugins that may still be there in part: one whose health failed is stopped first.</summary>
    private async Task RestartAsync(HashSet<PluginEntry> entries, CancellationToken cancellationToken)
    {
        await _sequence.StopAsync(_planner.PlanOf([.. entries.Where(static entry => !entry.Status.IsServing)]), cancellationToken).ConfigureAwait(false);
        await StartAsync(entries.Contains, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops plugins with the gate held, and opens it.</summary>
    private async Task StopInTurnAsync(PluginPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            if (await _sequence.StopAsync(plan, cancellationToken).ConfigureAwait(false) is { Count: > 0 } errors)
            {
                throw new TeardownErrorsException(errors);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Throws if a plugin that the host needs is not ready, after stopping those that are: a start that failed leaves nothing behind.</summary>
    private async Task ThrowIfFailedAsync()
    {
        if (_conditions.FindFailed() is { } failed)
        {
            await _sequence.StopAsync(_planner.Plan, CancellationToken.None).ConfigureAwait(false);
            throw failed;
        }
    }

    /// <summary>Makes sure that disposing the provider tears down before it disposes what was made for plugins until now.</summary>
    private void EndBeforeServices()
    {
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
