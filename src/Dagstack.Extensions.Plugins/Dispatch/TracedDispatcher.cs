using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Calls many plugins as another dispatcher does, within a span. Made for a call, while somebody listens.</summary>
internal sealed class TracedDispatcher<TKind>(PluginDispatcher<TKind> inner, PluginKind kind, PluginCallOptions? options) : PluginDispatcher<TKind>
    where TKind : class
{
    public override BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook) =>
        Trace(DispatchClass.BroadcastCollect, () => inner.Collect(state, hook));

    public override BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook, bool bestEffort) =>
        Trace(DispatchClass.BroadcastCollect, () => inner.Collect(state, hook, bestEffort));

    public override Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, CancellationToken cancellationToken) =>
        TraceAsync(DispatchClass.BroadcastCollect, () => inner.CollectAsync(state, hook, cancellationToken));

    public override Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, bool bestEffort, CancellationToken cancellationToken) =>
        TraceAsync(DispatchClass.BroadcastCollect, () => inner.CollectAsync(state, hook, bestEffort, cancellationToken));

    public override Task NotifyAsync<TState>(TState state, bool isSync, Func<TKind, TState, CancellationToken, ValueTask> hook, CancellationToken cancellationToken) =>
        TraceAsync(DispatchClass.BroadcastNotify, async () =>
        {
            await inner.NotifyAsync(state, isSync, hook, cancellationToken).ConfigureAwait(false);
            return default(NoResult);
        });

    public override T Chain<TState, T>(T value, TState state, Func<TKind, T, TState, ChainResult<T>> hook) =>
        Trace(DispatchClass.Chain, () => inner.Chain(value, state, hook));

    public override ValueTask<T> ChainAsync<TState, T>(T value, TState state, Func<TKind, T, TState, CancellationToken, ValueTask<ChainResult<T>>> hook, CancellationToken cancellationToken) =>
        new(TraceAsync(DispatchClass.Chain, () => inner.ChainAsync(value, state, hook, cancellationToken).AsTask()));

    private T Trace<T>(DispatchClass dispatch, Func<T> call)
    {
        using var span = Begin(dispatch);
        try
        {
            return call();
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    private async Task<T> TraceAsync<T>(DispatchClass dispatch, Func<Task<T>> call)
    {
        using var span = Begin(dispatch);
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    private DispatchSpan Begin(DispatchClass dispatch)
    {
        using var metadata = CallMetadata.Enter(options);
        return new(kind.Name, dispatch, kind.Serving.InOrder.Length);
    }
}
