using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The background services that a plugin registers: a host would start them, but they are in the plugin's own container.</summary>
/// <param name="onFault">Told what is wrong when one ends by an exception while the plugin runs.</param>
internal sealed class BackgroundServices(Action<string> onFault)
{
    private readonly Stack<IHostedService> _started = new();
    private IReadOnlyList<IHostedLifecycleService> _withLifecycle = [];

    /// <summary>Starts them in the order of their registration, as a host does.</summary>
    public async ValueTask StartAsync(IEnumerable<IHostedService> services, CancellationToken cancellationToken)
    {
        var all = services.ToList();
        _withLifecycle = [.. all.OfType<IHostedLifecycleService>()];
        foreach (var service in _withLifecycle)
        {
            await service.StartingAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var service in all)
        {
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
            _started.Push(service);
            Watch(service);
        }

        foreach (var service in _withLifecycle)
        {
            await service.StartedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops those that have started, in the reverse order.</summary>
    /// <param name="ending">Makes one attempt, whatever became of those before.</param>
    public async ValueTask StopAsync(PluginEnding ending)
    {
        if (_started.Count == 0)
        {
            return;
        }

        foreach (var service in _withLifecycle.Reverse())
        {
            await ending.TryAsync($"stopping {service.GetType().FullName}", () => new(service.StoppingAsync(ending.CancellationToken))).ConfigureAwait(false);
        }

        while (_started.TryPop(out var service))
        {
            await ending.TryAsync($"stopping {service.GetType().FullName}", () => new(service.StopAsync(ending.CancellationToken))).ConfigureAwait(false);
        }

        foreach (var service in _withLifecycle.Reverse())
        {
            await ending.TryAsync($"stopping {service.GetType().FullName}", () => new(service.StoppedAsync(ending.CancellationToken))).ConfigureAwait(false);
        }
    }

    private void Watch(IHostedService service)
    {
        if (service is BackgroundService { ExecuteTask: { } running })
        {
            _ = running.ContinueWith(
                ended => onFault($"its background service {service.GetType().FullName} has ended: it threw {ExceptionText.Full(ended.Exception!.GetBaseException())}. Calls are still served. Correct the cause and start the plugin again."),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
