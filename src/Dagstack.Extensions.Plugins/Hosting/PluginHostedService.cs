using Dagstack.Extensions.Plugins.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Ties plugins to the application's life: ready before any other hosted service starts, torn down after all others have stopped.</summary>
internal sealed class PluginHostedService : IHostedLifecycleService, IDisposable
{
    private readonly PluginHost _host;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration? _stopping;
    private readonly TaskCompletionSource _othersHaveStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stops;

    public PluginHostedService(PluginHost host, IServiceProvider services)
    {
        _host = host;
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(host.CancelStarting);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => _host.SetupAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Counts the stops: a host that is stopped in code while it runs is stopped once more by its own <c>Run</c>, at the same time.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _stops);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var budget = new StopBudget(_host.Grace, _time, cancellationToken);
        if (Interlocked.Decrement(ref _stops) <= 0)
        {
            _othersHaveStopped.TrySetResult();
        }

        // In another stop, services may still be calling plugins.
        await _othersHaveStopped.Task.WaitAsync(budget.Time.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.TeardownAsync(budget.Time).ConfigureAwait(false);
    }

    public void Dispose() => _stopping?.Dispose();
}
