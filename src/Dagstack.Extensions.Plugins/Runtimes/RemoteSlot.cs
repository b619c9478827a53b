using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Sinks;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins;

/// <summary>A slot whose plugin is elsewhere: calls of every shape leave as bytes, and come back as bytes.</summary>
/// <remarks>
/// <para>
/// A runtime derives from it, says how bytes travel, and gives its instances the contract's proxy over it as their target. Deadlines,
/// middleware, spans and the count of calls are seen to before a call comes here.
/// </para>
/// <para>
/// When the instance reports its end, all calls that are under way fail at once with <see cref="PluginUnavailableException"/>, whatever the
/// exchange does; those that come later do not begin.
/// </para>
/// <para>See §8 of the plugin contract.</para>
/// </remarks>
#pragma warning disable CA1001 // Its token has nothing to dispose.
public abstract class RemoteSlot : PluginSlot
#pragma warning restore CA1001
{
    private static readonly Action<RemotePayload> s_giveBack = static late => late.Dispose();

    private readonly PluginDescription _plugin;
    private readonly PluginCodec _codec;
    private readonly CancellationTokenSource _ended = new();
    private string? _reason;

    /// <summary>Creates a slot.</summary>
    /// <param name="plugin">The plugin that is called.</param>
    /// <exception cref="ArgumentNullException"><paramref name="plugin"/> is null.</exception>
    protected RemoteSlot(PluginDescription plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        _plugin = plugin;
        _codec = PluginCodec.Of(plugin.Contract);
    }

    /// <inheritdoc/>
    public sealed override PluginId? Id => _plugin.Id;

    /// <inheritdoc/>
    public override string ToString() => $"{_plugin.Id} ({_plugin.Contract.Kind}, remote)";

    /// <inheritdoc/>
    public sealed override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var codec = _codec.For(invocation.Hook);
        var pending = ExchangeAsync(codec, invocation);
        using var payload = pending.IsCompleted ? pending.GetAwaiter().GetResult() : pending.AsTask().GetAwaiter().GetResult();
        return codec.ReadResult<TResult>(payload.Bytes);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public sealed override async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var codec = _codec.For(invocation.Hook);
        using var payload = await ExchangeAsync(codec, invocation).ConfigureAwait(false);
        return codec.ReadResult<TResult>(payload.Bytes);
    }

    /// <inheritdoc/>
    public sealed override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        return EnumerateAsync<TItem>(_codec.For(invocation.Hook), invocation, invocation.CancellationToken);
    }

    /// <summary>Sends a call, and brings back what it came to.</summary>
    /// <param name="call">The call. Its arguments may be written until the returned task has completed, and not afterwards.</param>
    /// <param name="cancellationToken">The caller's, or that of the plugin's calls: to be told to the plugin, and obeyed.</param>
    /// <returns>The result, which the caller disposes; of a hook without one, <c>null</c> in JSON.</returns>
    /// <exception cref="PluginCallException">The plugin failed. This and anything else that is thrown reaches the caller as it is.</exception>
    protected abstract ValueTask<RemotePayload> SendAsync(RemoteCall call, CancellationToken cancellationToken);

    /// <summary>Sends a call of a stream, and brings back its items one by one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The items, each of which the caller disposes.</returns>
    /// <exception cref="NotSupportedException">By default: <see cref="PluginRuntime.CanServe"/> is to say no to hooks of that shape.</exception>
    protected virtual IAsyncEnumerable<RemotePayload> SendStreamAsync(RemoteCall call, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{GetType()} carries no streams. Override {nameof(SendStreamAsync)}, or have {nameof(PluginRuntime.CanServe)} of its runtime refuse hooks that are streams.");

    /// <summary>Fails the calls that are under way, and all that come.</summary>
    internal void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            // Nobody's code is run: who waits goes on on the pool.
            _ended.Cancel();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RemotePayload> ExchangeAsync(HookCodec codec, HookInvocation invocation)
    {
        ThrowIfEnded();
        var cancellationToken = invocation.CancellationToken;
        try
        {
            return await Leaving<RemotePayload>.WaitAsync(SendAsync(CallOf(codec, invocation), cancellationToken), s_giveBack, _ended.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfEnd(fault, cancellationToken))
        {
            throw Ended();
        }
    }

    private RemoteCall CallOf(HookCodec codec, HookInvocation invocation) => new(codec, invocation, CallMetadata.Current, RunningUnit.Of(_plugin.Id));

    /// <summary>Tells whether a call fails because the instance has ended: whatever the exchange throws then comes of that.</summary>
    private bool IsOfEnd(Exception fault, CancellationToken cancellationToken) =>
        _ended.IsCancellationRequested && !(fault is OperationCanceledException left && left.CancellationToken == cancellationToken && cancellationToken.IsCancellationRequested);

    private async IAsyncEnumerable<TItem> EnumerateAsync<TItem>(HookCodec codec, StreamInvocation<TItem> invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        var items = SendStreamAsync(CallOf(codec, invocation), cancellationToken).GetAsyncEnumerator(cancellationToken);
        Task<bool>? untaken = null;
        try
        {
            while (true)
            {
                bool isThere;
                var next = items.MoveNextAsync();
                if (next.IsCompletedSuccessfully)
                {
                    isThere = next.Result;
                }
                else
                {
                    untaken = next.AsTask();
                    isThere = await NextAsync(untaken, cancellationToken).ConfigureAwait(false);
                    untaken = null;
                }

                if (!isThere)
                {
                    break;
                }

                using var payload = items.Current;
                yield return codec.ReadResult<TItem>(payload.Bytes);
            }
        }
        finally
        {
            // What nobody waits for any more may never come, and after the end of the instance nothing may.
            var end = EndAsync(items, untaken);
            if (untaken is null or { IsCompleted: true } && !_ended.IsCancellationRequested)
            {
                await end.ConfigureAwait(false);
            }
            else
            {
                _ = end.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async ValueTask<bool> NextAsync(Task<bool> pending, CancellationToken cancellationToken)
    {
        try
        {
            return await Leaving<bool>.WaitAsync(new(pending), late: null, _ended.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfEnd(fault, cancellationToken))
        {
            throw Ended();
        }
    }

    /// <summary>Ends a stream, when the item has come that was asked for and that nobody takes.</summary>
    private static async Task EndAsync(IAsyncEnumerator<RemotePayload> items, Task<bool>? untaken)
    {
        if (untaken is not null)
        {
            await ((Task)untaken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (untaken.IsCompletedSuccessfully && untaken.Result)
            {
                items.Current.Dispose();
            }
        }

        await items.DisposeAsync().ConfigureAwait(false);
    }

    private void ThrowIfEnded()
    {
        if (_ended.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    private PluginUnavailableException Ended() => new(_plugin.Id, PluginState.Unavailable, _reason!, PluginErrorCodes.PluginUnavailable);
}
