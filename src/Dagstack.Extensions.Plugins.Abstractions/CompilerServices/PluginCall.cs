using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>One call that has entered a plugin. A local variable of generated code, left exactly once.</summary>
/// <remarks>Part of the binary surface of generated code (docs/adr/0001-binary-surface.md).</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable CA1815 // Calls are never compared.
public struct PluginCall
#pragma warning restore CA1815
{
    private readonly PluginTarget _target;
    private readonly long _mark;
    private readonly AmbientCall? _ambient;
    private CancellationTokenSource? _linked;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PluginCall(PluginTarget target, long mark)
    {
        _target = target;
        _mark = mark;
        _ambient = CallMetadata.Ambient;
        _linked = null;
    }

    /// <summary>Gets what has been entered.</summary>
    public readonly PluginTarget Target => _target;

    /// <summary>Gets the plugin as its contract.</summary>
    /// <remarks>The host has checked the type when it activated the plugin, so no cast is made here.</remarks>
    /// <typeparam name="TContract">The contract of the proxy.</typeparam>
    /// <returns>The plugin's instance.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TContract Plugin<TContract>()
        where TContract : class => Unsafe.As<TContract>(_target.Instance);

    /// <summary>Gets the token to hand to the hook: the plugin's own, linked with the caller's if that can be cancelled.</summary>
    /// <param name="caller">The token that the caller passed.</param>
    /// <returns>A token that is cancelled with the caller's, and when draining the plugin takes too long.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CancellationToken Token(CancellationToken caller)
    {
        if (!caller.CanBeCanceled)
        {
            return _target.Stopping;
        }

        // A call whose address is taken would have to live in memory: hence a static method, and a result.
        _linked = Link(_target, caller);
        return _linked.Token;
    }

    /// <summary>Leaves the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Exit()
    {
        // A hook may have left a scope open, which is not to be its caller's.
        CallMetadata.RestoreAfter(_ambient);
        _linked?.Dispose();
        _target.Leave(_mark);
    }

    /// <summary>Counts a call as one that failed, or that its caller has cancelled. It is still to be left.</summary>
    /// <remarks>Static, and the call is copied: one whose address is taken would have to live in memory, and nothing is inlined where exceptions are handled.</remarks>
    /// <param name="call">The call.</param>
    /// <param name="fault">What it ended by.</param>
    /// <returns>False, so that it can be asked while an exception passes.</returns>
    public static bool Failed(PluginCall call, Exception fault)
    {
        call._target.CountFailure(call._mark, fault is OperationCanceledException && call.IsCancelledByCaller);
        return false;
    }

    /// <summary>Counts a call as one that failed, whoever has cancelled it. It is still to be left.</summary>
    /// <param name="call">The call.</param>
    /// <returns>False, as <see cref="Failed(PluginCall, Exception)"/> does.</returns>
    public static bool Failed(PluginCall call)
    {
        call._target.CountFailure(call._mark, isCancellation: false);
        return false;
    }

    /// <summary>Leaves a call that an exception has ended, and counts it as <see cref="Failed(PluginCall, Exception)"/> does.</summary>
    /// <param name="call">The call.</param>
    /// <param name="fault">What it ended by.</param>
    public static void Leave(PluginCall call, Exception fault)
    {
        Failed(call, fault);
        call.Exit();
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Task Complete(Task task)
    {
        if (task is null || task.IsCompletedSuccessfully)
        {
            Exit();
            return task!;
        }

        return PluginCallEnd.Later(this, task);
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Task<TResult> Complete<TResult>(Task<TResult> task)
    {
        if (task is null || task.IsCompletedSuccessfully)
        {
            Exit();
            return task!;
        }

        return PluginCallEnd.Later(this, task);
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ValueTask Complete(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            Exit();
            return task;
        }

        return PluginCallEnd.Later(this, task);
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ValueTask<TResult> Complete<TResult>(ValueTask<TResult> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            Exit();
            return task;
        }

        return PluginCallEnd.Later(this, task);
    }

    private readonly bool IsCancelledByCaller => _linked is { IsCancellationRequested: true } && !_target.Stopping.IsCancellationRequested;

    /// <summary>Leaves the call of a task that has ended. Its exception is not looked at, which would hide that nobody else does.</summary>
    /// <param name="hasResult">Whether it ended well: it may have since that was looked at first.</param>
    /// <param name="isCanceled">Whether it was cancelled.</param>
    internal readonly void ExitEnded(bool hasResult, bool isCanceled)
    {
        if (!hasResult)
        {
            _target.CountFailure(_mark, isCanceled && IsCancelledByCaller);
        }

        Exit();
    }

    /// <summary>Takes back what the plugin has left ambient, as long as the call goes on.</summary>
    internal readonly void Suspend() => CallMetadata.RestoreAfter(_ambient);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationTokenSource Link(PluginTarget target, CancellationToken caller) =>
        CancellationTokenSource.CreateLinkedTokenSource(caller, target.Stopping);
}
