using System.Diagnostics;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins;

/// <summary>The plugins of one service provider: their slots and proxies, their start and their stop.</summary>
internal sealed class PluginHost : IAsyncDisposable, IDisposable
{
    private readonly PluginRegistrations _registrations;
    private readonly PluginCatalog _catalog;
    private readonly PluginPlan _plan;
    private readonly PluginStarter _starter;
    private readonly PluginStopper _stopper;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, PluginProxy> _proxies = new(StringComparer.Ordinal);
    private readonly List<PluginEntry> _started = [];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _starting = new();
    private bool _reported;
    private int _disposed;

    private PluginHost(PluginRegistrations registrations, IEnumerable<IPluginRuntime> runtimes, IConfiguration? configuration, ILoggerFactory loggerFactory, TimeProvider time)
    {
        _registrations = registrations;
        _logger = loggerFactory.CreateLogger(Log.Category);
        _time = time;
        var byName = runtimes.ToDictionary(static runtime => runtime.Name, StringComparer.Ordinal);
        var settings = new HostSettings(registrations.GivenSettings ?? configuration?.GetSection(registrations.SettingsSection));
        _catalog = PluginCatalog.Create(registrations, byName.Keys.ToHashSet(StringComparer.Ordinal), settings);
        _plan = PluginPlan.Create(_catalog, name => byName[name].Rank);
        _starter = new(byName, time, _logger);
        _stopper = new(time, _logger);
        CreateProxies();
    }

    public IReadOnlyList<PluginEntry> Entries => _catalog.Entries;

    public static PluginHost Create(IServiceProvider provider) => new(
        provider.GetRequiredService<PluginRegistrations>(),
        provider.GetServices<IPluginRuntime>(),
        provider.GetService<IConfiguration>(),
        provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
        provider.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>Gets the proxy that a key stands for: <c>kind:name</c> or <c>kind</c>.</summary>
    public PluginProxy GetProxy(string key) => _proxies[key];

    public PluginEntry? Find(PluginId id) => _catalog.Find(id);

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _starting.Token);
        await _gate.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            ThrowIfBlocked();
            var started = Stopwatch.GetTimestamp();
            foreach (var entry in _plan.Order)
            {
                if (entry.Activation is null)
                {
                    await _starter.StartAsync(entry, _plan.DependenciesOf(entry), either.Token).ConfigureAwait(false);
                    if (entry.Activation is not null)
                    {
                        _started.Add(entry);
                    }
                }
            }

            Report(Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Cancels what is still starting; what runs goes on.</summary>
    public void CancelStarting() => _starting.Cancel();

    public async Task TeardownAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
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
            if (errors.Count > 0)
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

    private void CreateProxies()
    {
        foreach (var entry in _catalog.Entries)
        {
            if (entry.Source.Id is { } id && entry.Contract is { } contract && !_proxies.ContainsKey(id.ToString()))
            {
                _proxies.Add(id.ToString(), contract.CreateProxy(_catalog.Find(id)!.Slot));
            }
        }

        foreach (var (kind, contract) in _registrations.Kinds.Contracts)
        {
            var leaders = _catalog.Leaders(kind);
            _proxies.Add(kind, leaders is [var active] ? _proxies[active.Name] : contract.CreateProxy(NoActivePlugin(kind, leaders)));
        }
    }

    private FailingSlot NoActivePlugin(string kind, IReadOnlyList<PluginEntry> leaders)
    {
        if (leaders.Count > 1)
        {
            string[] names = [.. leaders.Select(static entry => entry.Name)];
            return new(kind, () => new AmbiguousPluginException(kind, names, $"The kind '{kind}' has no single active plugin: {string.Join(", ", names)} have the same priority. Give one of them a higher 'priority', or ask for one by its key."));
        }

        var roots = _registrations.SearchedRoots.Count == 0 ? "No folder was searched." : $"Searched: {string.Join(", ", _registrations.SearchedRoots)}.";
        return new(kind, () => new PluginUnavailableException(kind, $"none was found that can start. {roots}"));
    }

    /// <summary>Throws everything that keeps the plugins from starting, in one message.</summary>
    private void ThrowIfBlocked()
    {
        List<PluginRegistryException> errors = [.. _registrations.Errors.Select(static error => new PluginRegistryException(error))];
        if (!_registrations.ContinueOnConflict)
        {
            errors.AddRange(_catalog.Conflicts);
        }

        if (errors.Count > 0)
        {
            throw errors.Count == 1 ? errors[0] : new PluginStartException(errors);
        }
    }

    private void Report(TimeSpan elapsed)
    {
        if (!_reported)
        {
            _reported = true;
            _registrations.Kinds.Warnings.ForEach(_logger.DiscoveryFinding);
            _registrations.Warnings.ForEach(_logger.DiscoveryFinding);
            foreach (var problem in Entries.SelectMany(static entry => entry.Checked.Problems).Where(static problem => problem.Severity == ManifestProblemSeverity.Warning))
            {
                _logger.DiscoveryFinding(problem.ToString());
            }
        }

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
