namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads what may block, without holding a request for longer than it should, nor more threads than a few.</summary>
/// <param name="limit">How long a read may take.</param>
/// <param name="time">The time.</param>
internal sealed class BoundedReads(TimeSpan limit, TimeProvider time)
{
    private const int Most = 16;

    private int _running;

    /// <summary>Reads on a thread of its own.</summary>
    /// <returns>What was read.</returns>
    /// <exception cref="TimeoutException">It takes too long, or so many others do that it was not begun.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) > Most)
        {
            Interlocked.Decrement(ref _running);
            throw new TimeoutException($"{Most} requests are waiting for the host already.");
        }

        var reading = Task.Run(() => ReadAsync(read), CancellationToken.None);
        _ = reading.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await reading.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
