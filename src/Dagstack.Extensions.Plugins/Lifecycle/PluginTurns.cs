namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Lets those who start or stop the same plugin take turns, in the order in which they asked, and cancels starts that nobody wants any more.</summary>
/// <remarks>
/// A turn is taken for all its plugins in one step, and waits only for turns that were asked for before it: none waits for another
/// in a circle, and what has nothing in common goes on at the same time.
/// </remarks>
/// <param name="started">Told when a turn is over in which plugins may have started.</param>
#pragma warning disable CA1001 // It lives as long as its host, and its tokens have nothing to dispose.
internal sealed class PluginTurns(Action started)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(TurnScope Scope, TaskCompletionSource Over)> _turns = [];
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _round = new();

    /// <summary>Gets a value indicating whether nothing is started any more.</summary>
    public bool IsOver => _stopping.IsCancellationRequested;

    /// <summary>Cancels all starts, now and for good.</summary>
    public void EndStarts() => _stopping.Cancel();

    /// <summary>Cancels the starts that are under way or wait for their turn.</summary>
    public Task CancelStartsAsync() => Interlocked.Exchange(ref _round, new()).CancelAsync();

    /// <summary>Does something that takes several turns, until the caller, a teardown or the end of the application cancels it.</summary>
    public async Task<T> InRoundAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        var round = Volatile.Read(ref _round).Token;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, round);
        try
        {
            return await act(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(cancellationToken);
        }
        catch (OperationCanceledException) when (round.IsCancellationRequested && !IsOver)
        {
            throw TornDown(round);
        }
    }

    /// <summary>Starts plugins in turn, until the caller, a teardown or the end of the application cancels it.</summary>
    /// <remarks>The turn is asked for before this returns.</remarks>
    public async Task StartAsync(TurnScope scope, Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var round = Volatile.Read(ref _round).Token;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, round);
        try
        {
            await InTurnAsync(scope, () => RunAsync(start, any.Token), any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Said first: a host that stops cancels the token of its start as well, a moment later.
            throw new OperationCanceledException("The host is stopping, and starts no plugins any more.", _stopping.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(cancellationToken);
        }
        catch (OperationCanceledException) when (round.IsCancellationRequested)
        {
            throw TornDown(round);
        }
    }

    /// <summary>Stops plugins in turn.</summary>
    /// <param name="scope">The plugins.</param>
    /// <param name="stop">Stops them; nothing cancels that.</param>
    /// <param name="waiting">Ends the wait for the turn.</param>
    public Task StopAsync(TurnScope scope, Func<Task> stop, CancellationToken waiting) => InTurnAsync(scope, stop, waiting);

    private static OperationCanceledException Cancelled(CancellationToken caller) => new("The start of the plugins was cancelled.", caller);

    private static OperationCanceledException TornDown(CancellationToken round) => new("The plugins were torn down while they were starting.", round);

    private async Task RunAsync(Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        try
        {
            await start(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            started();
        }
    }

    private async Task InTurnAsync(TurnScope scope, Func<Task> act, CancellationToken waiting)
    {
        waiting.ThrowIfCancellationRequested();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(TurnScope, TaskCompletionSource)> turn;
        Task before;
        lock (_gate)
        {
            before = Task.WhenAll(_turns.Where(other => other.Scope.Meets(scope)).Select(static other => other.Over.Task));
            turn = _turns.AddLast((scope, over));
        }

        try
        {
            await before.WaitAsync(waiting).ConfigureAwait(false);
            await act().ConfigureAwait(false);
        }
        finally
        {
            // One that gave up lets nobody past those that it waited for: who comes after it waits for them too.
            lock (_gate)
            {
                _turns.Remove(turn);
            }

            over.SetResult();
        }
    }
}
