using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Waits for what others do, but leaves when a token says so, whatever they do about it.</summary>
/// <remarks>
/// Task.WaitAsync and Task.WhenAny do the same with six objects, this with none: it is used again when nothing can come late. Who waits goes on
/// where the other ends; one that leaves goes on on the pool, so that whoever cancels does not run its code.
/// </remarks>
/// <typeparam name="TResult">What is waited for.</typeparam>
internal sealed class Leaving<TResult> : IValueTaskSource<TResult>, IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Leaving<TResult>? t_free;

    private readonly Action _complete;
    private ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter _pending;
    private Action<TResult>? _late;
    private ManualResetValueTaskSourceCore<TResult> _outcome;
    private CancellationTokenRegistration _first;
    private CancellationTokenRegistration _second;
    private CancellationToken _left;
    private int _isDecided;
    private bool _isOver;

    private Leaving() => _complete = Complete;

    /// <summary>Waits.</summary>
    /// <param name="pending">What is waited for. Nobody sees how it ends after it was left.</param>
    /// <param name="late">Given what comes when nobody waits for it any more; null where that is of no use. It must not throw.</param>
    /// <param name="first">When to leave.</param>
    /// <param name="second">When to leave, too.</param>
    /// <exception cref="OperationCanceledException">It was left: the token says which was the reason.</exception>
    public static ValueTask<TResult> WaitAsync(ValueTask<TResult> pending, Action<TResult>? late, CancellationToken first, CancellationToken second = default)
    {
        if (pending.IsCompleted)
        {
            return pending;
        }

        var wait = t_free ?? new();
        t_free = null;
        (wait._pending, wait._late) = (pending.ConfigureAwait(false).GetAwaiter(), late);
        wait._first = wait.LeaveOn(first);
        wait._second = wait.LeaveOn(second);
        var version = wait._outcome.Version;
        wait._pending.UnsafeOnCompleted(wait._complete);
        return new(wait, version);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        try
        {
            return _outcome.GetResult(token);
        }
        finally
        {
            if (_isOver)
            {
                Free();
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => _outcome.SetException(new TaskCanceledException(message: null, innerException: null, _left));

    private CancellationTokenRegistration LeaveOn(CancellationToken token) =>
        token.UnsafeRegister(static (self, token) => ((Leaving<TResult>)self!).Leave(token), this);

    /// <summary>Ends a registration.</summary>
    /// <returns>Whether it can call nobody any more.</returns>
    private static bool End(CancellationTokenRegistration registration) => registration.Token == CancellationToken.None || registration.Unregister();

    private void Free()
    {
        _outcome.Reset();
        (_pending, _late, _first, _second, _left, _isDecided, _isOver) = (default, null, default, default, default, 0, false);
        t_free = this;
    }

    private bool TryDecide() => Interlocked.Exchange(ref _isDecided, 1) == 0;

    private void Leave(CancellationToken token)
    {
        if (TryDecide())
        {
            _left = token;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Complete()
    {
        var isAwaited = TryDecide();
        var isOver = End(_first) & End(_second);
        TResult result;
        try
        {
            result = _pending.GetResult();
        }
        catch (Exception fault)
        {
            if (isAwaited)
            {
                _isOver = isOver;
                _outcome.SetException(fault);
            }

            return;
        }

        if (isAwaited)
        {
            _isOver = isOver;
            _outcome.SetResult(result);
        }
        else
        {
            _late?.Invoke(result);
        }
    }
}
