using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>Calls many plugins of a kind as one.</summary>
/// <remarks>Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). Members may be added, abstract ones never.</remarks>
/// <typeparam name="TKind">The kind's contract.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PluginDispatcher<TKind>
    where TKind : class
{
    /// <summary>Calls a synchronous hook of all plugins, one after the other.</summary>
    /// <param name="state">The arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <returns>The results, by priority and name.</returns>
    public abstract BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook);

    /// <summary>Calls an asynchronous hook of all plugins at the same time.</summary>
    /// <param name="state">The arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The results, by priority and name.</returns>
    public abstract Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, CancellationToken cancellationToken);

    /// <summary>Calls a synchronous hook of all plugins, one after the other, by the error policy that its contract gives.</summary>
    /// <param name="state">The arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="bestEffort">Whether the contract lets the call go on when a plugin fails. Host and call may say otherwise.</param>
    /// <returns>The results, by priority and name.</returns>
    public virtual BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook, bool bestEffort) => Collect(state, hook);

    /// <summary>Calls an asynchronous hook of all plugins at the same time, by the error policy that its contract gives.</summary>
    /// <param name="state">The arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="bestEffort">Whether the contract lets the call go on when a plugin fails. Host and call may say otherwise.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The results, by priority and name.</returns>
    public virtual Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, bool bestEffort, CancellationToken cancellationToken) =>
        CollectAsync(state, hook, cancellationToken);

    /// <summary>Tells all plugins at the same time.</summary>
    /// <param name="state">The arguments.</param>
    /// <param name="isSync">Whether the hook is synchronous, so that plugins need threads to run at the same time.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that never fails.</returns>
    public abstract Task NotifyAsync<TState>(TState state, bool isSync, Func<TKind, TState, CancellationToken, ValueTask> hook, CancellationToken cancellationToken);

    /// <summary>Sends a value through a synchronous hook of all plugins.</summary>
    /// <param name="value">The value.</param>
    /// <param name="state">The other arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <returns>The last output.</returns>
    public abstract T Chain<TState, T>(T value, TState state, Func<TKind, T, TState, ChainResult<T>> hook);

    /// <summary>Sends a value through an asynchronous hook of all plugins.</summary>
    /// <param name="value">The value.</param>
    /// <param name="state">The other arguments.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The last output.</returns>
    public abstract ValueTask<T> ChainAsync<TState, T>(T value, TState state, Func<TKind, T, TState, CancellationToken, ValueTask<ChainResult<T>>> hook, CancellationToken cancellationToken);
}
