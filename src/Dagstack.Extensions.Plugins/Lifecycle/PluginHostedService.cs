using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins;

/// <summary>Ties plugins to the application's life: ready before any other hosted service starts, torn down after all others have stopped.</summary>
internal sealed class PluginHostedService : IHostedLifecycleService, IDisposable
{
    private readonly PluginHost _host;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration? _stopping;

    public PluginHostedService(PluginHost host, IServiceProvider services)
    {
        _host = host;
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(host.CancelStarting);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => _host.SetupAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var budget = new StopBudget(_host.Grace, _time, cancellationToken);
        await _host.TeardownAsync(budget.Token).ConfigureAwait(false);
    }

    public void Dispose() => _stopping?.Dispose();
}
