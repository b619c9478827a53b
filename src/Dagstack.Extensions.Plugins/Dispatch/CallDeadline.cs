using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The time that one call may take; without a time it does nothing.</summary>
internal sealed class CallDeadline : IDisposable
{
    private static readonly CancellationTokenSource s_never = new();

    private readonly TimeSpan? _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource? _either;

    private CallDeadline(TimeSpan? timeout, TimeProvider time, CancellationToken caller)
    {
        _timeout = timeout;
        _caller = caller;
        _timer = timeout is { } limit ? new(limit, time) : s_never;
        _either = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    /// <summary>Gets the token for the call.</summary>
    public CancellationToken Token => _either?.Token ?? _caller;

    public static CallDeadline Start(TimeSpan? timeout, TimeProvider time, CancellationToken caller) => new(timeout, time, caller);

    /// <summary>Waits for a call, but not longer than its time.</summary>
    public ValueTask<TResult> WaitAsync<TResult>(ValueTask<TResult> call)
    {
        if (_timeout is null || call.IsCompleted)
        {
            return call;
        }

        var task = call.AsTask();

        // Nobody sees how a call ends that has been given up.
        _ = task.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new(task.WaitAsync(_timer.Token));
    }

    /// <summary>Makes a time-out of the cancellation that it has led to.</summary>
    public Exception Explain(Exception fault, PluginId plugin, HookDescriptor hook)
    {
        if (fault is not OperationCanceledException || _timeout is not { } limit || !_timer.IsCancellationRequested || _caller.IsCancellationRequested)
        {
            return fault;
        }

        // Who waits may hear of the end before the plugin does, and would end the plugin's token uncancelled.
        _either!.Cancel();
        return new PluginTimeoutException(plugin, hook.Name, limit, $"The call of '{hook.Name}' of the plugin '{plugin}' did not finish within {limit.TotalSeconds:0.###} s. Give it more time, by PluginCallOptions.Timeout or the kind's, or see what keeps the plugin.");
    }

    public void Dispose()
    {
        if (_timeout is not null)
        {
            _either!.Dispose();
            _timer.Dispose();
        }
    }
}
