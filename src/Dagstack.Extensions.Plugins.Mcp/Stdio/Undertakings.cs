using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>What goes on beside calls, and is waited for at the end.</summary>
internal sealed class Undertakings
{
    private readonly ConcurrentDictionary<Task, bool> _under = new();

    /// <summary>Begins something, on a thread of the pool. It does not throw.</summary>
    public void Begin(Func<Task> run)
    {
        // Nothing of it is done before it is known.
        var isKnown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = RunAsync(isKnown.Task, run);
        _under[task] = true;
        _ = task.ContinueWith(static (done, under) => ((ConcurrentDictionary<Task, bool>)under!).TryRemove(done, out _), _under, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        isKnown.SetResult();
    }

    /// <summary>Waits until nothing is under way, also of what was begun meanwhile.</summary>
    public async Task WaitAsync()
    {
        while (!_under.IsEmpty)
        {
            await Task.WhenAll(_under.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task RunAsync(Task isKnown, Func<Task> run)
    {
        await isKnown.ConfigureAwait(false);
        await run().ConfigureAwait(false);
    }
}
