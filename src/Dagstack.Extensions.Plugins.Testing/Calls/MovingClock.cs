namespace Dagstack.Extensions.Plugins.Testing.Calls;

/// <summary>Waits for plugins. While one waits for the frozen clock, the clock moves on to its next timer.</summary>
internal static class MovingClock
{
    /// <summary>How long one may do nothing visible before time moves on; far more than it takes to get from one await to the next.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits, but not for ever.</summary>
    /// <param name="pending">What is waited for.</param>
    /// <param name="clock">The clock of the plugin.</param>
    /// <param name="what">What it is, at the beginning of a sentence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It has not come to an end.</exception>
    public static async Task<TResult> WaitAsync<TResult>(Task<TResult> pending, FrozenClock clock, string what, CancellationToken cancellationToken)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!pending.IsCompleted)
        {
            // Cancelled when it is not waited for any more: a timer that is left would count as one of the plugin's.
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(pending, Task.Delay(s_idle, TimeProvider.System, idle.Token)).ConfigureAwait(false);
            await idle.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!pending.IsCompleted)
            {
                clock.AdvanceToNext();
                if (TimeProvider.System.GetElapsedTime(until) > s_patience)
                {
                    throw new TimeoutException($"{what} did not return within {s_patience.TotalSeconds} s.");
                }
            }
        }

        return await pending.ConfigureAwait(false);
    }
}
