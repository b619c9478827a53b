using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins;

/// <summary>The plugins of one service provider: their slots and proxies, their start and their stop.</summary>
internal sealed class PluginHost : IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly PluginRegistrations _registrations;
    private readonly ActivePlugins _active;
    private readonly PluginCatalog _catalog;
    private readonly PluginStartConditions _conditions;
    private readonly PluginPlan _plan;
    private readonly PluginStarter _starter;
    private readonly PluginStopper _stopper;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly PluginProxies _proxies;
    private readonly List<PluginEntry> _started = [];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _starting = new();
    private bool _reported;
    private int _disposed;

    private PluginHost(IServiceProvider services, ILoggerFactory loggerFactory, TimeProvider time)
    {
        _services = services;
        var registered = services.GetService<IServiceProviderIsKeyedService>()
            ?? throw new InvalidOperationException($"The container {services.GetType().FullName} does not support keyed services, by which plugins are found. Use a version of it that does, or the container of Microsoft.Extensions.DependencyInjection.");
        _registrations = services.GetRequiredService<PluginRegistrations>();
        _logger = loggerFactory.CreateLogger(Log.Category);
        _time = time;
        var byName = services.GetServices<IPluginRuntime>().ToDictionary(static runtime => runtime.Name, StringComparer.Ordinal);
        var configuration = services.GetService<IConfiguration>();
        var settings = new HostSettings(_registrations.GivenSettings ?? configuration?.GetSection(_registrations.SettingsSection));
        _active = new(_registrations.Kinds.Contracts.Keys, configuration, settings, Environment.GetEnvironmentVariable);
        _catalog = PluginCatalog.Create(_registrations, byName.Keys.ToHashSet(StringComparer.Ordinal), settings, _active);
        _plan = PluginPlan.Create(_catalog, name => byName[name].Rank);
        _starter = new(byName, time, _logger);
        _stopper = new(time, _logger);
        _conditions = new(_registrations, _catalog, registered, _logger);
        _proxies = new(_catalog, _registrations, _active);
    }

    public IReadOnlyList<PluginEntry> Entries => _catalog.Entries;

    public static PluginHost Create(IServiceProvider provider) => new(
        provider,
        provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        provider.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>Gets the proxy that a key stands for: <c>kind:name</c> or <c>kind</c>.</summary>
    public PluginProxy GetProxy(string key) => _proxies[key];

    public PluginEntry? Find(PluginId id) => _catalog.Find(id);

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _starting.Token);
        try
        {
            await _gate.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                ReportFindings();
                _conditions.ThrowIfBlocked();
                await StartAsync(either.Token).ConfigureAwait(false);
                await ThrowIfFailedAsync().ConfigureAwait(false);
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
        catch (OperationCanceledException) when (_starting.IsCancellationRequested)
        {
            throw new OperationCanceledException("The host is stopping, and starts no plugins any more.", _starting.Token);
        }
    }

    /// <summary>Cancels what is still starting; what runs goes on.</summary>
    public void CancelStarting() => _starting.Cancel();

    public async Task TeardownAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (await StopAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } errors)
            {
                throw new TeardownErrorsException(errors);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _starting.CancelAsync().ConfigureAwait(false);
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

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            foreach (var entry in _plan.Order)
            {
                // What is left of a leaked plugin is still there: a second one beside it is not what anybody expects.
                if (entry.Activation is null && entry.Status.State != PluginState.Leaked)
                {
                    await _starter.StartAsync(entry, _plan.DependenciesOf(entry), cancellationToken).ConfigureAwait(false);
                    if (entry.Activation is not null)
                    {
                        _started.Add(entry);
                    }
                }
            }
        }
        finally
        {
            EndBeforeServices();
        }

        ReportStates(_time.GetElapsedTime(began));
    }

    /// <summary>Stops what has been started, in the reverse order.</summary>
    /// <returns>What went wrong, which is logged too.</returns>
    private async Task<IReadOnlyList<KeyValuePair<PluginId, string>>> StopAsync(CancellationToken cancellationToken)
    {
        var errors = new List<KeyValuePair<PluginId, string>>();
        for (var i = _started.Count - 1; i >= 0; i--)
        {
            var entry = _started[i];
            if (await _stopper.StopAsync(entry, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                _logger.TeardownFailed(entry.Manifest!.Id, fault);
                errors.Add(new(entry.Manifest.Id, fault));
            }
        }

        _started.Clear();
        return errors;
    }

    /// <summary>Throws if a plugin that the host needs is not ready, after stopping those that are: a start that failed leaves nothing behind.</summary>
    private async Task ThrowIfFailedAsync()
    {
        if (_conditions.FindFailed() is { } failed)
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
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

    private void ReportFindings()
    {
        if (_reported)
        {
            return;
        }

        _reported = true;
        foreach (var (given, folder) in _registrations.FoundRoots)
        {
            _logger.RootFound(given, folder);
        }

        _registrations.Kinds.Warnings.ForEach(_logger.DiscoveryFinding);
        _registrations.Warnings.ForEach(_logger.DiscoveryFinding);
        _active.Warnings.ForEach(_logger.DiscoveryFinding);
        foreach (var choice in _active.Choices)
        {
            _logger.ActiveChosen(choice.Kind, choice.Key, choice.Source);
        }

        foreach (var problem in Entries.SelectMany(static entry => entry.Checked.Problems).Where(static problem => problem.Severity == ManifestProblemSeverity.Warning))
        {
            _logger.DiscoveryFinding(problem.ToString());
        }
    }

    private void ReportStates(TimeSpan elapsed)
    {
        foreach (var entry in Entries.Where(static entry => !entry.Status.IsServing))
        {
            var status = entry.Status;
            if (status.State == PluginState.Disabled)
            {
                _logger.PluginDisabled(entry.Name, status.Reason);
            }
            else
            {
                _logger.PluginNotReady(entry.Name, PluginStates.NameOf(status.State), status.Code, status.Reason);
            }
        }

        var ready = Entries.Count(static entry => entry.Status.IsServing);
        _logger.PluginsStarted(ready, Entries.Count - ready, (long)elapsed.TotalMilliseconds);
    }
}
