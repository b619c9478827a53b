using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>What goes on beside calls, and is waited for at the end.</summary>
internal sealed class Undertakings
{
    private readonly ConcurrentDictionary<Task, bool> _under = new();

    /// <summary>Begins something, on a thread of the pool.</summary>
    public void Begin(Func<Task> run)
    {
        var task = Task.Run(run);
        _under[task] = true;
        _ = task.ContinueWith(static (done, under) => ((ConcurrentDictionary<Task, bool>)under!).TryRemove(done, out _), _under, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is under way, also of what was begun meanwhile.</summary>
    public async Task WaitAsync()
    {
        while (!_under.IsEmpty)
        {
            await Task.WhenAll(_under.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
