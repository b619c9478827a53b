using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Tries plugins again that have failed, each with longer and longer pauses until it serves. Whoever failed because of another is tried when that serves.</summary>
/// <param name="settings">The pauses.</param>
/// <param name="entries">All plugins.</param>
/// <param name="hasWaited">Tells whether a plugin failed because of others that serve now.</param>
/// <param name="retry">Starts one plugin, in its turn.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told of each retry.</param>
#pragma warning disable CA1001 // It ends with Stop, and its signal has nothing to dispose.
internal sealed class PluginRetries(
    RetrySettings settings,
    Func<IReadOnlyList<PluginEntry>> entries,
    Func<PluginEntry, bool> hasWaited,
    Func<PluginEntry, CancellationToken, Task> retry,
    TimeProvider time,
    ILogger logger)
#pragma warning restore CA1001
{
    private readonly ConcurrentDictionary<PluginEntry, bool> _trying = new();
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
                foreach (var entry in entries().Where(entry => IsDue(entry) && _trying.TryAdd(entry, true)))
                {
                    _ = TryUntilItServesAsync(entry);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped, as everything is.
        }
    }

    /// <summary>Tells whether another start may help.</summary>
    private bool IsDue(PluginEntry entry) => PluginSupervision.HasFailed(entry) && (!PluginPlanner.IsWaiting(entry) || hasWaited(entry));

    private async Task TryUntilItServesAsync(PluginEntry entry)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            for (var round = 0; IsDue(entry); round++)
            {
                // Whom it has waited for has had its pauses.
                var pause = round == 0 && PluginPlanner.IsWaiting(entry) ? TimeSpan.Zero : settings.Before(round);
                await Task.Delay(pause, time, _stopping.Token).ConfigureAwait(false);
                await TryAsync(entry).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped, as everything is.
        }
        finally
        {
            // It may have failed once more since it was looked at last.
            _trying.TryRemove(entry, out _);
            _signal.Set();
        }
    }

    private async Task TryAsync(PluginEntry entry)
    {
        try
        {
            if (PluginSupervision.HasFailed(entry))
            {
                logger.RetryingPlugin(entry.Name);
                await retry(entry, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException && !_stopping.IsCancellationRequested)
        {
            // The plugins are being torn down, and what tries them again with them.
        }
    }
}
