namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The processes that have no call, and the calls that have no process: who waits has no thread, and comes in the order of asking.</summary>
internal sealed class IdleWorkers
{
    private readonly Lock _gate = new();
    private readonly List<PooledWorker> _idle = [];
    private readonly LinkedList<TaskCompletionSource<PooledWorker>> _waiting = [];
    private Func<Exception>? _end;

    /// <summary>Gets how many calls wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes the one that was used last, when there is one.</summary>
    public async ValueTask<PooledWorker> TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<PooledWorker>> turn;
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

            turn = _waiting.AddLast(new TaskCompletionSource<PooledWorker>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.UnsafeRegister((_, token) => GiveUp(turn, token), null).ConfigureAwait(false);
        return await turn.Value.Task.ConfigureAwait(false);
    }

    /// <summary>Gives one to whoever has waited longest, or keeps it.</summary>
    public void Give(PooledWorker worker)
    {
        lock (_gate)
        {
            while (_waiting.First is { } turn)
            {
                _waiting.RemoveFirst();
                if (turn.Value.TrySetResult(worker))
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
            foreach (var turn in _waiting)
            {
                turn.TrySetException(fault());
            }

            _waiting.Clear();
        }
    }

    /// <summary>Takes one out, if it is here.</summary>
    public bool Remove(PooledWorker worker)
    {
        lock (_gate)
        {
            return _idle.Remove(worker);
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<PooledWorker>> turn, CancellationToken token)
    {
        lock (_gate)
        {
            turn.List?.Remove(turn);
        }

        turn.Value.TrySetCanceled(token);
    }
}
