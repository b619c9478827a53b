using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <content>The start of all plugins.</content>
internal sealed partial class PluginHost
{
    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        BackgroundStarts? background = null;
        var (began, rest) = (0L, Task.CompletedTask);
        await _turns.StartAsync(
            TurnScope.All,
            async token =>
            {
                Prepare();
                began = _time.GetTimestamp();
                _restarts.Start();
                background = BackgroundStarts.Find(Entries, _planner, Required.IsNeeded);
                await _sequence.StartAsync(_planner.Plan, entry => !background.Entries.Contains(entry), AskedBy.Start, token).ConfigureAwait(false);
                await EndFailedStartAsync(began).ConfigureAwait(false);
                _isSetUp = true;
                _supervision.Start();
                _watch?.Start();

                // Each has a turn of its own, which comes when this one is over.
                rest = background.Entries.Count == 0 ? rest : _operations.StartAsync(background.Entries, static _ => true, AskedBy.Start, CancellationToken.None);
            },
            cancellationToken).ConfigureAwait(false);
        var isOver = await IsOverAsync(rest, background!.Patience, cancellationToken).ConfigureAwait(false);
        _report.SayStates(_time.GetElapsedTime(began));
        if (!isOver)
        {
            _ = SayLaterAsync(rest, [.. background.Entries.Where(static entry => entry.Status.State is PluginState.Starting or PluginState.Discovered)]);
        }
    }

    /// <summary>Waits for starts, but not for longer than somebody is patient.</summary>
    private async Task<bool> IsOverAsync(Task starts, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await starts.WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!starts.IsFaulted)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The start of the plugins was cancelled.", cancellationToken);
        }
    }

    /// <summary>Says what became of plugins that the start of the host has not waited for.</summary>
    private async Task SayLaterAsync(Task starts, IReadOnlyList<PluginEntry> entries)
    {
        await starts.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _report.SayFailed(entries);
    }

    /// <summary>Throws if a plugin that the host needs is not ready, after stopping those that are: a start that failed leaves nothing behind.</summary>
    private async Task EndFailedStartAsync(long began)
    {
        if (_conditions.FindFailed() is { } failed)
        {
            _restarts.Stop();
            _report.SayStates(_time.GetElapsedTime(began));
            await _sequence.StopAsync(Entries, StopTime.Unlimited).ConfigureAwait(false);
            throw failed;
        }
    }
}
