namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>The one scheduler that all state of a runner is touched on, one thing after the other: there are no locks.</summary>
/// <param name="scheduler">The scheduler. It runs one thing at a time.</param>
internal sealed class Strand(TaskScheduler scheduler)
{
    /// <summary>Timers know no longer time.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40);

    private readonly TaskFactory _tasks = new(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, scheduler);

    /// <summary>Does something on it, from anywhere.</summary>
    public void Post(Action action)
    {
        using (Alone())
        {
            _ = _tasks.StartNew(action);
        }
    }

    /// <summary>Begins something on it, from anywhere. It comes back to it after each await.</summary>
    public Task RunAsync(Func<Task> action)
    {
        using (Alone())
        {
            return _tasks.StartNew(action).Unwrap();
        }
    }

    /// <summary>Waits, on it.</summary>
    /// <param name="span">For how long; not at all if it is less than zero, and for 40 days if it is more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait early, which is no error.</param>
    public Task PauseAsync(TimeSpan span, TimeProvider time, CancellationToken cancellationToken) => Task
        .Delay(span < TimeSpan.Zero ? TimeSpan.Zero : span > s_longest ? s_longest : span, time, cancellationToken)
        .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, scheduler);

    /// <summary>Waits, on it, until one of two has ended. (Task.WhenAny would go over the pool, where nothing of a runner is to be done.)</summary>
    public Task FirstAsync(Task one, Task other)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var task in (Task[])[one, other])
        {
            _ = task.ContinueWith(static (_, state) => ((TaskCompletionSource)state!).TrySetResult(), first, CancellationToken.None, TaskContinuationOptions.None, scheduler);
        }

        return first.Task;
    }

    /// <summary>What is ambient for whoever asks, a trace or what it says of its calls, is not for what is done here.</summary>
    private static AsyncFlowControl? Alone() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
