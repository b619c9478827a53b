namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Lets one thing start or stop plugins at a time, and cancels starts that nobody wants any more.</summary>
#pragma warning disable CA1001 // It lives as long as its host, and neither the gate nor its tokens have anything to dispose.
internal sealed class HostTurns
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _round = new();

    /// <summary>Gets a value indicating whether nothing is started any more.</summary>
    public bool IsOver => _stopping.IsCancellationRequested;

    /// <summary>Cancels all starts, now and for good.</summary>
    public void EndStarts() => _stopping.Cancel();

    /// <summary>Cancels the starts that are under way or wait for their turn.</summary>
    public Task CancelStartsAsync() => Interlocked.Exchange(ref _round, new()).CancelAsync();

    /// <summary>Starts something when nothing else starts or stops, until the caller, a teardown or the end of the application cancels it.</summary>
    public async Task StartAsync(Func<CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var round = Volatile.Read(ref _round).Token;
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, round);
        try
        {
            await InTurnAsync(() => start(any.Token), any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The start of the plugins was cancelled.", cancellationToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException("The host is stopping, and starts no plugins any more.", _stopping.Token);
        }
        catch (OperationCanceledException) when (round.IsCancellationRequested)
        {
            throw new OperationCanceledException("The plugins were torn down while they were starting.", round);
        }
    }

    /// <summary>Stops something when nothing else starts or stops.</summary>
    /// <param name="stop">Stops it; nothing cancels that.</param>
    /// <param name="waiting">Ends the wait for the turn.</param>
    public Task StopAsync(Func<Task> stop, CancellationToken waiting) => InTurnAsync(stop, waiting);

    private async Task InTurnAsync(Func<Task> act, CancellationToken waiting)
    {
        await _gate.WaitAsync(waiting).ConfigureAwait(false);
        try
        {
            await act().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
