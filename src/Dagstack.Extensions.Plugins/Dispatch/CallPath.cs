using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>What lies between a caller and one plugin when a call cannot be direct: spans, a deadline, middleware, a slot of the processors.</summary>
/// <remarks>From the outside in: metadata, telemetry, deadline, middleware, a slot of the processors, the plugin's door.</remarks>
internal sealed partial class CallPath(PluginEntry entry, HostedSlot slot, MiddlewareSet middleware, TimeSpan? timeout, CpuSlots? cpu, bool keepsCalls, TimeProvider time, ILogger logger)
{
    /// <summary>Gets a value indicating whether calls without options may be direct while nobody listens.</summary>
    public bool IsTrivial => timeout is null && cpu is null && !keepsCalls && middleware.IsEmpty;

    /// <summary>Gets a value indicating whether calls are kept for those that are made from inside of them.</summary>
    public bool KeepsCalls => keepsCalls;

    private PluginId Id => entry.Source.Id!.Value;

    public TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        using var metadata = CallMetadata.Enter(OptionsOf(invocation));
        var caller = invocation.CancellationToken;
        using var call = Begin(invocation, caller);
        try
        {
            (invocation.CancellationToken, invocation.Deadline) = (call.Token, call.Deadline);
            var layers = middleware.Around(invocation.Hook);
            var result = layers.Length == 0
                ? CallPlugin(invocation)
                : HookResults.Unbox<TResult>(Wait(Wrap(invocation, layers, () => new(CallPlugin(invocation)), call.Deadline)), invocation.Hook, Id);
            call.Succeed();
            return result;
        }
        catch (Exception fault)
        {
            var seen = call.Fail(fault);
            if (seen != fault)
            {
                throw seen;
            }

            throw;
        }
        finally
        {
            invocation.CancellationToken = caller;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        using var metadata = CallMetadata.Enter(OptionsOf(invocation));
        var caller = invocation.CancellationToken;
        using var call = Begin(invocation, caller);
        try
        {
            (invocation.CancellationToken, invocation.Deadline) = (call.Token, call.Deadline);
            var layers = middleware.Around(invocation.Hook);
            var result = layers.Length == 0
                ? await call.WaitAsync(CallPluginAsync(invocation)).ConfigureAwait(false)
                : HookResults.Unbox<TResult>(await call.WaitAsync(Wrap(invocation, layers, async () => await CallPluginAsync(invocation).ConfigureAwait(false), call.Deadline)).ConfigureAwait(false), invocation.Hook, Id);
            call.Succeed();
            invocation.CancellationToken = caller;
            return result;
        }
        catch (Exception fault)
        {
            var seen = call.Fail(fault);
            if (seen != fault)
            {
                // After a deadline the call may go on without its caller: what it was given stays.
                throw seen;
            }

            invocation.CancellationToken = caller;
            throw;
        }
    }

    /// <summary>One enumeration, which is one call from its first item to its disposal.</summary>
    public async IAsyncEnumerable<TItem> StreamAsync<TItem>(StreamInvocation<TItem> invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = Begin(invocation, cancellationToken);
        var metadata = invocation.Options?.Metadata;
        IAsyncEnumerator<TItem>? items = null;
        Task<bool>? next = null;
        Exception? fault = null;
        try
        {
            while (true)
            {
                try
                {
                    items ??= (await call.WaitAsync(OpenAsync(invocation, metadata, call.Deadline, call.Token)).ConfigureAwait(false)).GetAsyncEnumerator(call.Token);
                    if (!await NextAsync(call, items, metadata, ref next).ConfigureAwait(false))
                    {
                        break;
                    }

                    call.ThrowIfLate();
                }
                catch (Exception thrown)
                {
                    fault = call.Explain(thrown);
                    if (fault != thrown)
                    {
                        throw fault;
                    }

                    throw;
                }

                yield return items.Current;
            }
        }
        finally
        {
            if (items is not null)
            {
                var end = EndAsync(items, next, metadata);
                if (fault is not PluginTimeoutException)
                {
                    // After a deadline it may go on without its caller: it cannot be ended before it has come to something.
                    await end.ConfigureAwait(false);
                }
            }

            call.Stop(fault);
        }
    }

    /// <summary>Gets what the caller says, with a progress that does not throw.</summary>
    private PluginCallOptions? OptionsOf(HookInvocation invocation) =>
        invocation.Options is { Progress: { } progress } options ? new() { Metadata = options.Metadata, Progress = new CallerProgress(progress, Id, logger) } : invocation.Options;

    private CallScope Begin(HookInvocation invocation, CancellationToken caller) => new(entry, invocation, timeout, time, caller);

    private async ValueTask<IAsyncEnumerable<TItem>> OpenAsync<TItem>(StreamInvocation<TItem> invocation, IReadOnlyDictionary<string, object?>? metadata, CancellationToken deadline, CancellationToken token)
    {
        using var scope = CallMetadata.Enter(metadata);
        var layers = middleware.Around(invocation.Hook);
        return layers.Length == 0
            ? slot.EnumerateAsync(invocation, deadline, token)
            : HookResults.Unbox<IAsyncEnumerable<TItem>>(await Wrap(invocation, layers, () => new(slot.EnumerateAsync(invocation, deadline, token)), deadline).ConfigureAwait(false), invocation.Hook, Id);
    }

    /// <summary>Waits for the next item, but not longer than the call's time.</summary>
    private static ValueTask<bool> NextAsync<TItem>(in CallScope call, IAsyncEnumerator<TItem> items, IReadOnlyDictionary<string, object?>? metadata, ref Task<bool>? next)
    {
        if (!call.HasDeadline)
        {
            return MoveNextAsync(items, metadata);
        }

        next = MoveNextAsync(items, metadata).AsTask();
        return call.WaitAsync(new ValueTask<bool>(next));
    }

    /// <summary>Asks for the next item with the metadata of the call, which an enumeration does not keep between items.</summary>
    private static ValueTask<bool> MoveNextAsync<TItem>(IAsyncEnumerator<TItem> items, IReadOnlyDictionary<string, object?>? metadata)
    {
        using var scope = CallMetadata.Enter(metadata);
        return items.MoveNextAsync();
    }

    /// <summary>Ends an enumeration, when its last item has come, with the metadata of the call.</summary>
    private static async Task EndAsync<TItem>(IAsyncEnumerator<TItem> items, Task<bool>? last, IReadOnlyDictionary<string, object?>? metadata)
    {
        if (last is not null)
        {
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var scope = CallMetadata.Enter(metadata);
        await items.DisposeAsync().ConfigureAwait(false);
    }

    private ValueTask<object?> Wrap(HookInvocation invocation, MiddlewareLayer[] layers, Func<ValueTask<object?>> plugin, CancellationToken deadline) =>
        MiddlewareLayer.Run(layers, 0, new PluginCallContext(entry.Manifest!, invocation, CallMetadata.Current), plugin, deadline);

    private TResult CallPlugin<TResult>(SyncInvocation<TResult> invocation) =>
        cpu is null ? slot.InvokeDirect(invocation) : cpu.Run(() => slot.InvokeDirect(invocation), invocation.CancellationToken);

    private ValueTask<TResult> CallPluginAsync<TResult>(AsyncInvocation<TResult> invocation) =>
        cpu is null ? slot.InvokeDirectAsync(invocation) : cpu.RunAsync(() => slot.InvokeDirectAsync(invocation), invocation.CancellationToken);

    /// <summary>Waits for middleware around a synchronous hook, which mostly has not waited for anything itself.</summary>
    private static object? Wait(ValueTask<object?> pending) =>
        pending.IsCompleted ? pending.GetAwaiter().GetResult() : pending.AsTask().GetAwaiter().GetResult();
}
