using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The time that one call may take; without a time it does nothing.</summary>
internal sealed class CallDeadline : IDisposable
{
    private static readonly CancellationTokenSource s_never = new();

    private readonly TimeSpan? _timeout;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly PluginCancellation? _call;

    private CallDeadline(TimeSpan? timeout, TimeProvider time, CancellationToken caller)
    {
        (_timeout, _time, _caller) = (timeout, time, caller);
        _began = timeout is null ? 0 : time.GetTimestamp();
        _timer = timeout is { } limit ? new(limit, time) : s_never;
        _call = timeout is null ? null : new(caller, _timer.Token);
    }

    /// <summary>Gets the token for the call.</summary>
    public CancellationToken Token => _call?.Token ?? _caller;

    /// <summary>Gets the token of the time alone.</summary>
    public CancellationToken Deadline => _timeout is null ? CancellationToken.None : _timer.Token;

    public bool IsSet => _timeout is not null;

    /// <summary>Starts the time of a call. What is longer than a timer can be has no end.</summary>
    public static CallDeadline Start(TimeSpan? timeout, TimeProvider time, CancellationToken caller) =>
        new(timeout is { } limit && PluginDeadline.Ends(limit) ? limit : null, time, caller);

    /// <summary>Waits for a call, but not longer than its time.</summary>
    public ValueTask<TResult> WaitAsync<TResult>(ValueTask<TResult> call) => _timeout is null ? call : Leaving<TResult>.WaitAsync(call, late: null, _timer.Token);

    /// <summary>Refuses a result that has come too late, as one of a hook does that nobody can leave waiting.</summary>
    /// <exception cref="OperationCanceledException">The time is over, and the caller has not given up.</exception>
    public void ThrowIfLate()
    {
        if (_timeout is { } limit && !_caller.IsCancellationRequested && _time.GetElapsedTime(_began) >= limit)
        {
            _timer.Cancel();
            throw new OperationCanceledException(_timer.Token);
        }
    }

    /// <summary>Makes a time-out of the cancellation that it has led to.</summary>
    public Exception Explain(Exception fault, PluginId plugin, HookDescriptor hook)
    {
        if (fault is not OperationCanceledException || _timeout is not { } limit || !_timer.IsCancellationRequested || _caller.IsCancellationRequested)
        {
            return fault;
        }

        // Who waits may hear of the end before the plugin does, and would end the plugin's token uncancelled.
        _call!.Cancel();
        return new PluginTimeoutException(plugin, hook.Name, limit, $"The call of '{hook.Name}' of the plugin '{plugin}' did not finish within {limit.TotalSeconds:0.###} s. Give it more time, by PluginCallOptions.Timeout or the kind's, or see what keeps the plugin.");
    }

    public void Dispose()
    {
        if (_timeout is not null)
        {
            _call!.Dispose();
            _timer.Dispose();
        }
    }
}
