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
    private readonly int _cell;
    private readonly AmbientCall? _ambient;
    private CancellationTokenSource? _linked;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PluginCall(PluginTarget target, int cell)
    {
        _target = target;
        _cell = cell;
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
        _target.Leave(_cell);
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Task Complete(Task task)
    {
        if (task is null || task.IsCompleted)
        {
            Exit();
            return task!;
        }

        CallMetadata.RestoreAfter(_ambient);
        return AwaitAsync(this, task);

        static async Task AwaitAsync(PluginCall call, Task pending)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Task<TResult> Complete<TResult>(Task<TResult> task)
    {
        if (task is null || task.IsCompleted)
        {
            Exit();
            return task!;
        }

        CallMetadata.RestoreAfter(_ambient);
        return AwaitAsync(this, task);

        static async Task<TResult> AwaitAsync(PluginCall call, Task<TResult> pending)
        {
            try
            {
                return await pending.ConfigureAwait(false);
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ValueTask Complete(ValueTask task)
    {
        if (task.IsCompleted)
        {
            Exit();
            return task;
        }

        CallMetadata.RestoreAfter(_ambient);
        return AwaitAsync(this, task);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        static async ValueTask AwaitAsync(PluginCall call, ValueTask pending)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <summary>Leaves the call when the task has completed.</summary>
    /// <param name="task">What the plugin returned.</param>
    /// <returns>A task with the same outcome.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ValueTask<TResult> Complete<TResult>(ValueTask<TResult> task)
    {
        if (task.IsCompleted)
        {
            Exit();
            return task;
        }

        CallMetadata.RestoreAfter(_ambient);
        return AwaitAsync(this, task);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<TResult> AwaitAsync(PluginCall call, ValueTask<TResult> pending)
        {
            try
            {
                return await pending.ConfigureAwait(false);
            }
            finally
            {
                call.Exit();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationTokenSource Link(PluginTarget target, CancellationToken caller) =>
        CancellationTokenSource.CreateLinkedTokenSource(caller, target.Stopping);
}
