namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Does something for each of a number of items, for so many at a time.</summary>
internal sealed class Turns(int count)
{
    private int _next = -1;
    private volatile bool _isOver;

    /// <summary>Keeps items whose turn has not come from being done.</summary>
    public void End() => _isOver = true;

    /// <summary>Does it for all.</summary>
    /// <param name="parallelism">How many at a time.</param>
    /// <param name="onPool">Whether each runs on a thread of the pool. Otherwise all begin on this one, and go on wherever they wait for.</param>
    /// <param name="act">Does it for one.</param>
    /// <returns>A task that completes when all are done, with the first error.</returns>
    public Task RunAsync(int parallelism, bool onPool, Func<int, ValueTask> act)
    {
        var workers = new Task[Math.Min(count, parallelism)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = onPool ? Task.Run(() => WorkAsync(act)) : WorkAsync(act);
        }

        return Task.WhenAll(workers);
    }

    private async Task WorkAsync(Func<int, ValueTask> act)
    {
        int index;
        while (!_isOver && (index = Interlocked.Increment(ref _next)) < count)
        {
            await act(index).ConfigureAwait(false);
        }
    }
}
