using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>What is around one call, whatever its shape: its span and its deadline.</summary>
internal readonly struct CallScope : IDisposable
{
    private readonly PluginId _plugin;
    private readonly HookDescriptor _hook;
    private readonly CallSpan _span;
    private readonly CallDeadline _deadline;

    public CallScope(PluginEntry entry, HookInvocation invocation, TimeSpan? timeout, TimeProvider time, CancellationToken caller)
    {
        _plugin = entry.Source.Id!.Value;
        _hook = invocation.Hook;
        _deadline = CallDeadline.Start(invocation.Options?.Timeout ?? timeout, time, caller);
        _span = CallSpan.Start(entry, _hook);
    }

    /// <summary>Gets the token for the call.</summary>
    public CancellationToken Token => _deadline.Token;

    /// <summary>Gets the token of its time alone.</summary>
    public CancellationToken Deadline => _deadline.Deadline;

    public bool HasDeadline => _deadline.IsSet;

    /// <inheritdoc cref="CallDeadline.WaitAsync"/>
    public ValueTask<TResult> WaitAsync<TResult>(ValueTask<TResult> call) => _deadline.WaitAsync(call);

    /// <inheritdoc cref="CallDeadline.ThrowIfLate"/>
    public void ThrowIfLate() => _deadline.ThrowIfLate();

    /// <summary>Ends a call that has a result.</summary>
    /// <exception cref="OperationCanceledException">It has come too late.</exception>
    public void Succeed()
    {
        _deadline.ThrowIfLate();
        _span.Stop(null);
    }

    /// <summary>Ends a call that has none.</summary>
    /// <returns>What the caller gets: a time-out in place of the cancellation that it has led to.</returns>
    public Exception Fail(Exception fault)
    {
        var seen = Explain(fault);
        _span.Stop(seen);
        return seen;
    }

    /// <summary>Makes a time-out of the cancellation that it has led to.</summary>
    public Exception Explain(Exception fault) => _deadline.Explain(fault, _plugin, _hook);

    /// <summary>Ends a call whose outcome was explained before.</summary>
    public void Stop(Exception? seen) => _span.Stop(seen);

    public void Dispose() => _deadline.Dispose();
}
