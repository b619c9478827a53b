using Microsoft.Extensions.Primitives;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Who listens to the states of plugins is code of others: it may block, throw and call back, and nobody else notices.</summary>
public sealed class StatusListenerTests
{
    private static readonly PluginId s_one = new("greeter", "one");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChangeToken_ListenerBlocks_PluginsChangeAndOtherListenersAreTold()
    {
        using var release = new ManualResetEventSlim();
        var (before, blocked, after) = (0, 0, 0);
        await using var provider = await StartAsync();
        using var first = ChangeToken.OnChange(provider.Registry.GetChangeToken, () => Interlocked.Increment(ref before));
        using var blocking = ChangeToken.OnChange(provider.Registry.GetChangeToken, () =>
        {
            Interlocked.Increment(ref blocked);
            release.Wait(Token);
        });
        using var last = ChangeToken.OnChange(provider.Registry.GetChangeToken, () => Interlocked.Increment(ref after));
        try
        {
            for (var i = 1; i < 4; i++)
            {
                var (was, then) = (Volatile.Read(ref before), Volatile.Read(ref after));
                Assert.Equal(PluginState.Stopped, (await provider.Registry.TeardownPluginAsync(s_one, Token).WaitAsync(Limits.Patience, Token)).State);
                Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_one, Token).WaitAsync(Limits.Patience, Token)).State);
                await Wait.UntilAsync(() => Volatile.Read(ref before) > was && Volatile.Read(ref after) > then);
            }

            Assert.Equal(1, Volatile.Read(ref blocked));
        }
        finally
        {
            release.Set();
        }

        await provider.Registry.TeardownPluginAsync(s_one, Token);
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) > 1);
    }

    [Fact]
    public async Task ChangeToken_ListenerThrows_PluginsChangeAndAllAreToldOfEachChange()
    {
        var (before, thrown, after) = (0, 0, 0);
        await using var provider = await StartAsync();
        using var first = ChangeToken.OnChange(provider.Registry.GetChangeToken, () => Interlocked.Increment(ref before));
        using var throwing = ChangeToken.OnChange(provider.Registry.GetChangeToken, () =>
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidTimeZoneException("no time");
        });
        using var last = ChangeToken.OnChange(provider.Registry.GetChangeToken, () => Interlocked.Increment(ref after));
        for (var i = 1; i < 4; i++)
        {
            var (was, did, then) = (Volatile.Read(ref before), Volatile.Read(ref thrown), Volatile.Read(ref after));
            await provider.Registry.TeardownPluginAsync(s_one, Token);
            Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_one, Token)).State);
            await Wait.UntilAsync(() => Volatile.Read(ref before) > was && Volatile.Read(ref thrown) > did && Volatile.Read(ref after) > then);
        }
    }

    [Fact]
    public async Task ChangeToken_ListenerCallsBackAndWaits_DoesWhatItAsks()
    {
        await using var provider = await StartAsync();
        var (isDone, plugin) = (0, provider.Greeter("one"));
        using var listener = ChangeToken.OnChange(provider.Registry.GetChangeToken, () =>
        {
            if (provider.Status("greeter:one").State == PluginState.Stopped && Interlocked.Exchange(ref isDone, 1) == 0)
            {
                provider.Registry.SetupPluginAsync(s_one, Token).WaitAsync(Limits.Patience, Token).GetAwaiter().GetResult();
                Assert.Equal("x", plugin.Greet("x"));
                Volatile.Write(ref isDone, 2);
            }
        });
        await provider.Registry.TeardownPluginAsync(s_one, Token).WaitAsync(Limits.Patience, Token);
        await Wait.UntilAsync(() => Volatile.Read(ref isDone) == 2);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
    }

    [Fact]
    public async Task ChangeToken_RegisteredAfterTheChange_IsToldAndOneThatIsDisposedIsNot()
    {
        await using var provider = await StartAsync();
        var token = provider.Registry.GetChangeToken();
        var told = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTold = false;
        token.RegisterChangeCallback(_ => isTold = true, null).Dispose();
        Assert.False(token.HasChanged);
        await provider.Registry.TeardownPluginAsync(s_one, Token);
        Assert.True(token.HasChanged);
        using var late = token.RegisterChangeCallback(told.SetResult, this);
        Assert.Same(this, await told.Task.WaitAsync(Limits.Patience, Token));
        Assert.False(isTold);
        Assert.True(token.ActiveChangeCallbacks);
    }

    private static Task<TestProvider> StartAsync() => TestProvider.StartAsync(static o => o.Add("greeter:one", new CodePlugin()));
}
