using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>A slot that brings every call to its target by the path that it is told.</summary>
internal sealed class TestSlot : PluginSlot
{
    private readonly PluginTarget _target;
    private readonly CallPath _path;

    public TestSlot(PluginTarget target, CallPath path)
    {
        _target = target;
        _path = path;
        Open = path == CallPath.Direct ? target : null;
    }

    /// <summary>Gets the calls that came through the slot, streams aside, which always do.</summary>
    public int Calls { get; private set; }

    public int Streams { get; private set; }

    private bool IsUntyped => _path is CallPath.Untyped or CallPath.UntypedTwice;

    private bool IsTwice => _path is CallPath.TypedTwice or CallPath.UntypedTwice;

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        Calls++;
        var call = Enter();
        try
        {
            var ready = Prepare(invocation, call.Token(invocation.CancellationToken));
            return IsTwice ? Retry(Call) : Call();

            TResult Call() => IsUntyped
                ? Result<TResult>(ready.InvokeUntypedAsync(_target.Instance).AsTask().GetAwaiter().GetResult())
                : ((SyncInvocation<TResult>)ready).Invoke(_target.Instance);
        }
        finally
        {
            call.Exit();
        }
    }

    public override async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        Calls++;
        var call = Enter();
        try
        {
            var ready = Prepare(invocation, call.Token(invocation.CancellationToken));
            if (IsTwice)
            {
                try
                {
                    await CallAsync();
                }
                catch (Exception)
                {
                    // The second call tells.
                }
            }

            return await CallAsync();

            async ValueTask<TResult> CallAsync() => IsUntyped
                ? Result<TResult>(await ready.InvokeUntypedAsync(_target.Instance))
                : await ((AsyncInvocation<TResult>)ready).InvokeAsync(_target.Instance);
        }
        finally
        {
            call.Exit();
        }
    }

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) =>
        EnumerateAsync(invocation, invocation.CancellationToken);

    private static TResult Retry<TResult>(Func<TResult> call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            // The second call tells.
        }

        return call();
    }

    private static TResult Result<TResult>(object? value)
    {
        if (typeof(TResult) == typeof(NoResult))
        {
            Assert.Null(value);
            return default!;
        }

        return (TResult)value!;
    }

    private async IAsyncEnumerable<TItem> EnumerateAsync<TItem>(
        StreamInvocation<TItem> invocation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Streams++;
        var call = Enter();
        try
        {
            var token = call.Token(cancellationToken);
            var ready = Prepare(invocation, token);
            var stream = IsUntyped
                ? (IAsyncEnumerable<TItem>)(await ready.InvokeUntypedAsync(_target.Instance))!
                : ((StreamInvocation<TItem>)ready).Invoke(_target.Instance, token);
            await foreach (var item in stream.WithCancellation(token))
            {
                yield return item;
            }
        }
        finally
        {
            call.Exit();
        }
    }

    private PluginCall Enter()
    {
        Assert.True(_target.TryEnter(out var call));
        return call;
    }

    /// <summary>Sets the token; for the untyped paths, copies the arguments into a call made from the descriptor.</summary>
    private HookInvocation Prepare(HookInvocation invocation, CancellationToken token)
    {
        if (!IsUntyped)
        {
            invocation.CancellationToken = token;
            return invocation;
        }

        var hook = invocation.Hook;
        var copy = hook.CreateInvocation();
        Assert.Same(hook, copy.Hook);
        Assert.Equal(invocation.GetType(), copy.GetType());
        copy.CancellationToken = token;
        for (var i = 0; i < hook.Parameters.Count; i++)
        {
            var argument = invocation.GetArgument(i);
            Assert.True(argument is null || hook.Parameters[i].Type.IsInstanceOfType(argument)
                || Nullable.GetUnderlyingType(hook.Parameters[i].Type)!.IsInstanceOfType(argument));
            copy.SetArgument(i, argument);
            Assert.Equal(argument, copy.GetArgument(i));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => copy.GetArgument(hook.Parameters.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => copy.SetArgument(-1, null));
        return copy;
    }
}
