using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Asks all running plugins how they are, again and again, until it is stopped.</summary>
internal sealed class HealthPoller(Func<IReadOnlyList<PluginEntry>> entries, PluginSlots slots, HealthSettings settings, TimeProvider time, ILogger logger) : IDisposable
{
    // By the instance, which is to be gone when another one takes its place, and is not kept by being a key here.
    private readonly ConditionalWeakTable<PluginActivation, PluginHealth> _health = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    /// <summary>Begins, unless it has begun already.</summary>
    public void Start()
    {
        if (settings.Interval > TimeSpan.Zero && Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    /// <summary>Ends the polling, and what is being asked.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => Stop();

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(settings.Interval, time);
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                Poll();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nothing is asked any more.
        }
    }

    private void Poll()
    {
        foreach (var entry in entries())
        {
            if (entry.Activation is { ReportsHealth: true } activation)
            {
                var health = _health.GetValue(activation, running => new(entry, slots[entry], running, settings, time, logger));
                _ = health.PollAsync(_stopping.Token);
            }
        }
    }
}
