namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Tells the application what a server says on its own, one after the other, on a thread of the pool.</summary>
/// <remarks>On the thread that reads, a log or a sink of progress that waits would keep all answers of the server.</remarks>
/// <param name="time">The clock of waits.</param>
internal sealed class Teller(TimeProvider time) : IThreadPoolWorkItem
{
    /// <summary>How much may wait to be told. Of what is more the oldest is lost.</summary>
    private const int MaxWaiting = 1000;

    /// <summary>How long a call waits until what its server said before the result is told.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static Teller? t_telling;

    private readonly Lock _gate = new();
    private readonly Queue<Action> _waiting = new();
    private bool _isTelling;
    private volatile bool _isBehind;
    private long _lost;

    /// <summary>Gets a value indicating whether something waits to be told.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Gets a value indicating whether this thread tells something now: what the application calls then is not to wait for that.</summary>
    public bool IsHere => t_telling == this;

    /// <summary>Gets how much is lost.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Has something told. It does not wait.</summary>
    /// <param name="tell">Tells it. It must not throw.</param>
    public void Post(Action tell)
    {
        lock (_gate)
        {
            if (_waiting.Count == MaxWaiting)
            {
                _ = _waiting.Dequeue();
                Interlocked.Increment(ref _lost);
            }

            _waiting.Enqueue(tell);
            _isBehind = true;
            if (_isTelling)
            {
                return;
            }

            _isTelling = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits until what waits now is told, but not long.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(told.SetResult);
        await told.Task.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void IThreadPoolWorkItem.Execute()
    {
        t_telling = this;
        while (Next() is { } tell)
        {
            tell();
        }

        t_telling = null;
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _isTelling = _isBehind = false;
            return null;
        }
    }
}
