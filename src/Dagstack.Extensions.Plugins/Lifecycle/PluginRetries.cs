namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Tries plugins again that failed to start, with longer and longer pauses, until all serve or it is stopped.</summary>
internal sealed class PluginRetries(RetrySettings settings, TimeProvider time, Func<bool> hasFailed, Func<CancellationToken, Task> retry) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins if there is something to retry and nothing is being retried. Only one caller at a time.</summary>
    public void Start()
    {
        if (_running.IsCompleted && hasFailed())
        {
            _running = RunAsync();
        }
    }

    public void Stop() => _stopping.Cancel();

    public void Dispose() => Stop();

    private async Task RunAsync()
    {
        try
        {
            for (var round = 0; hasFailed(); round++)
            {
                await Task.Delay(settings.Before(round), time, _stopping.Token).ConfigureAwait(false);
                await retry(_stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException && _stopping.IsCancellationRequested)
        {
            // Stopped, as everything is.
        }
    }
}
