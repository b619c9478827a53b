using System.Threading.Channels;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads what may block, without holding a request for longer than it should, nor more threads than a few.</summary>
/// <param name="limit">How long a read may take, with the time that it waits for others.</param>
/// <param name="time">The time.</param>
/// <param name="most">How many may run at a time, those among them that nobody waits for any more.</param>
internal sealed class BoundedReads(TimeSpan limit, TimeProvider time, int most = 16)
{
    /// <summary>What runs: who begins puts something in, and waits while it is full.</summary>
    private readonly Channel<bool> _running = Channel.CreateBounded<bool>(most);

    /// <summary>Reads on a thread of its own, when less than the most do.</summary>
    /// <param name="read">Reads; its token ends it when nobody waits for it any more.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="TimeoutException">It takes too long, or others do.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var began = false;
        try
        {
            await _running.Writer.WriteAsync(true, end.Token).ConfigureAwait(false);
            began = true;
            var token = end.Token;
            var reading = Task.Run(() => ReadAsync(read, token), CancellationToken.None);
            _ = reading.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return await reading.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(began ? $"It was not read within {limit.TotalSeconds} s." : $"{most} others were not read within {limit.TotalSeconds} s, so it was not begun.");
        }
    }

    private async Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken end)
    {
        try
        {
            return await read(end).ConfigureAwait(false);
        }
        finally
        {
            _running.Reader.TryRead(out _);
        }
    }
}
