namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Wakes the one who waits for it; one who comes later is woken at once. It is touched on the strand only.</summary>
/// <param name="time">The clock.</param>
internal sealed class Pulse(TimeProvider time)
{
    private TaskCompletionSource<bool>? _waiter;

    /// <summary>Gets a value indicating whether somebody has called and nobody has heard it yet.</summary>
    public bool IsSet { get; private set; }

    public void Set()
    {
        IsSet = true;
        _waiter?.TrySetResult(true);
    }

    /// <summary>Waits for a call.</summary>
    /// <param name="timeout">For how long; infinite for ever.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>True if there was one; false if the time is over or the wait was ended.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!IsSet && timeout != TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
        {
            var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiter = waiter;
            using var timer = timeout == Timeout.InfiniteTimeSpan ? null : time.CreateTimer(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), waiter, timeout, Timeout.InfiniteTimeSpan);
            using var registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), waiter);
            await waiter.Task;
            _waiter = null;
        }

        var isSet = IsSet;
        IsSet = false;
        return isSet;
    }
}
