using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Has a call of each running plugin timed now and then, until it is stopped. Those that take long are timed anyway.</summary>
internal sealed class CallSampler(Func<IReadOnlyList<PluginEntry>> entries, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    /// <summary>Begins, unless it has begun already.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    public void Stop() => _stopping.Cancel();

    public void Dispose() => Stop();

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(s_interval, time);
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                foreach (var entry in entries())
                {
                    entry.Activation?.Target.TimeNextCall();
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nothing is timed any more but what takes long.
        }
    }
}
