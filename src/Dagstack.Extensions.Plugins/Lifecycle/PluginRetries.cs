using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Tries plugins again that have failed, with longer and longer pauses until all serve, and begins anew when one fails later.</summary>
#pragma warning disable CA1001 // It ends with Stop, and its signal has nothing to dispose.
internal sealed class PluginRetries(RetrySettings settings, TimeProvider time, Func<bool> hasFailed, Func<CancellationToken, Task> retry)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Signal _signal = new(isSet: true);

    /// <summary>Begins. Once only.</summary>
    public void Start() => _ = RunAsync();

    /// <summary>Says that a plugin may have failed. It does not block.</summary>
    public void Notice() => _signal.Set();

    public void Stop() => _stopping.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _signal.WaitAsync(_stopping.Token).ConfigureAwait(false);
                for (var round = 0; hasFailed(); round++)
                {
                    await Task.Delay(settings.Before(round), time, _stopping.Token).ConfigureAwait(false);
                    await TryAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped, as everything is.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await retry(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException && !_stopping.IsCancellationRequested)
        {
            // The plugins are being torn down, and what tries them again with them.
        }
    }
}
