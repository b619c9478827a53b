using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Lifecycle;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <content>The end of plugins, of one or of all.</content>
internal sealed partial class PluginHost
{
    public async Task TeardownAsync(StopTime time)
    {
        // What is starting would only be stopped again.
        _watch?.Stop();
        _supervision.Stop();
        _restarts.Stop();
        await _turns.CancelStartsAsync().ConfigureAwait(false);
        await _turns.StopAsync(
            TurnScope.All,
            () =>
            {
                // A start that had its turn before has begun it again.
                _watch?.Stop();
                _supervision.Stop();
                _restarts.Stop();
                return StopAllAsync(time);
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    public async Task<PluginStatus> TeardownAsync(PluginId id, CancellationToken cancellationToken)
    {
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.TeardownPluginAsync));
        try
        {
            await _turns.StopAsync(
                TurnScope.Of(entry),
                () =>
                {
                    _restarts.Forget(entry);

                    // Who asked may have gone meanwhile; what has begun to stop is stopped.
                    return StopAsync([entry]);
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            FollowStopped(entry);
        }

        return entry.Status;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        CancelStarting();
        PluginGauges.Remove(_catalog);
        try
        {
            await TeardownAsync(StopTime.Unlimited).ConfigureAwait(false);
        }
        catch (TeardownErrorsException)
        {
            // Logged plugin by plugin; disposing a provider must not hide the error that led to it.
        }
        finally
        {
            _copies?.Dispose();
        }
    }

    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    private async Task StopAsync(IEnumerable<PluginEntry> entries) =>
        ThrowIfAny(await _sequence.StopAsync(entries, StopTime.Unlimited).ConfigureAwait(false));

    private static void ThrowIfAny(IReadOnlyList<KeyValuePair<PluginId, string>> errors)
    {
        if (errors.Count > 0)
        {
            throw new TeardownErrorsException(errors);
        }
    }
}
