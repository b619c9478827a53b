namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The processes that have no call, and the calls that have no process: who waits has no thread, and comes in the order of asking.</summary>
internal sealed class IdleWorkers
{
    private readonly Lock _gate = new();
    private readonly List<PooledWorker> _idle = [];
    private readonly Queue<TaskCompletionSource<PooledWorker>> _waiting = new();
    private Func<Exception>? _end;

    /// <summary>Takes the one that was used last, when there is one.</summary>
    public async ValueTask<PooledWorker> TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<PooledWorker> turn;
        lock (_gate)
        {
            if (_end is not null)
            {
                throw _end();
            }

            if (_idle.Count > 0)
            {
                var last = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                return last;
            }

            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var registration = cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource<PooledWorker>)turn!).TrySetCanceled(token), turn).ConfigureAwait(false);
        return await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Gives one to whoever has waited longest, or keeps it.</summary>
    public void Give(PooledWorker worker)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var turn))
            {
                if (turn.TrySetResult(worker))
                {
                    return;
                }
            }

            _idle.Add(worker);
        }
    }

    /// <summary>Fails those that wait, and all that come.</summary>
    /// <param name="fault">Makes the error of each.</param>
    public void End(Func<Exception> fault)
    {
        lock (_gate)
        {
            _end = fault;
            while (_waiting.TryDequeue(out var turn))
            {
                turn.TrySetException(fault());
            }
        }
    }

    /// <summary>Takes one out, if it is here.</summary>
    public void Remove(PooledWorker worker)
    {
        lock (_gate)
        {
            _idle.Remove(worker);
        }
    }
}
