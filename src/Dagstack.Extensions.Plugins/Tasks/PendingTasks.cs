namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Tasks that go on beside everything else, so that an end can wait for them.</summary>
internal sealed class PendingTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    /// <summary>Keeps a task until it has completed.</summary>
    /// <returns>The task.</returns>
    public Task Add(Task task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }

        _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Waits for those that are there now, however they end.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task[] tasks;
        lock (_gate)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Remove(Task task)
    {
        lock (_gate)
        {
            _tasks.Remove(task);
        }
    }
}
