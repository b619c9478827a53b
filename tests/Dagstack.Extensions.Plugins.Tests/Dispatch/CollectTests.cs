using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>broadcast_collect: all are called; the results come by priority, then by name; the first error ends it, or with best effort none does.</summary>
public sealed class CollectTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collect_SeveralPlugins_ResultsByPriorityThenName()
    {
        await using var provider = await Stages.StartAsync("beta=5 alpha=5 gamma=9 delta");
        var result = Stages.Of(provider).Describe("x");
        Assert.Equal(["gamma: x", "alpha: x", "beta: x", "delta: x"], result);
        Assert.Equal(["stage:gamma", "stage:alpha", "stage:beta", "stage:delta"], result.Plugins.Select(static id => id.ToString()));
        Assert.Empty(result.Errors);
        Assert.Same(result, result.ThrowIfFailed());
    }

    [Fact]
    public async Task Collect_NoPlugins_IsEmpty()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.AddKind<IStage>());
        Assert.Empty(Stages.Of(provider).Describe("x"));
        Assert.Empty(await Stages.Of(provider).CountAsync("x", cancellationToken: _cancellation));
    }

    [Fact]
    public async Task CollectAsync_SeveralPlugins_AreCalledAtTheSameTime()
    {
        var gate = new TaskCompletionSource();
        var inside = 0;
        Func<CancellationToken, Task<int>> meet = async token =>
        {
            if (Interlocked.Increment(ref inside) == 2)
            {
                gate.SetResult();
            }

            await gate.Task.WaitAsync(Limits.Patience, token);
            return 2;
        };
        await using var provider = await StartAsync(new("a") { OnCount = meet }, new("b") { OnCount = meet });
        Assert.Equal([2, 2], await Stages.Of(provider).CountAsync("x", cancellationToken: _cancellation));
    }

    [Fact]
    public async Task CollectAsync_ValueTasksAndGetters_AreCollectedToo()
    {
        await using var provider = await Stages.StartAsync("b=1 aaa");
        Assert.Equal(["b", "aaa"], await Stages.Of(provider).NameAsync(_cancellation));
        Assert.Equal([1, 3], Stages.Of(provider).GetWeight());
    }

    [Fact]
    public async Task Collect_OneFails_ItsOwnExceptionReachesTheCallerAndNobodyIsCalledAfterIt()
    {
        var thrown = new InvalidOperationException("no");
        var called = false;
        await using var provider = await StartAsync(new("a") { OnDescribe = _ => throw thrown }, new("b") { OnDescribe = _ => $"{called = true}" });
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Stages.Of(provider).Describe("x")));
        Assert.False(called);
    }

    [Fact]
    public async Task CollectAsync_OneFails_TheErrorComesAtOnceAndTheOthersAreCancelled()
    {
        var thrown = new InvalidOperationException("no");
        var cancelled = new TaskCompletionSource();
        await using var provider = await StartAsync(
            new("a")
            {
                OnCount = async token =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith(_ => cancelled.SetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                    return 1;
                },
            },
            new("b") { OnCount = _ => Task.FromException<int>(thrown) });
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(() => Stages.Of(provider).CountAsync("x", cancellationToken: _cancellation)));
        await cancelled.Task.WaitAsync(Limits.Patience, _cancellation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CollectAsync_BestEffort_ReturnsResultsAndErrors(bool perKind)
    {
        var thrown = new InvalidOperationException("no");
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Add(Stages.Manifest("a"), new Stage("a")).Add(Stages.Manifest("b"), new Stage("b") { OnCount = _ => throw thrown, OnDescribe = _ => throw thrown }).Add(Stages.Manifest("c"), new Stage("c"));
            o.ForKind("stage", kind => kind.BestEffort = perKind);
        });
        var stages = perKind ? Stages.Of(provider) : Stages.Of(provider).With(new() { BestEffort = true });

        var counts = await stages.CountAsync("x", cancellationToken: _cancellation);
        Assert.Equal([1, 1], counts);
        Assert.Same(thrown, Assert.Single(counts.Errors).Exception);
        Assert.Equal("stage:b: no", counts.Errors[0].ToString());

        var texts = stages.Describe("x");
        Assert.Equal(["a: x", "c: x"], texts);
        var error = Assert.Throws<BroadcastErrorsException>(texts.ThrowIfFailed);
        Assert.Equal((PluginErrorCodes.BroadcastErrors, "stage", 2, 1), (error.Code, error.Kind, error.Results.Count, error.Errors.Count));
        Assert.Contains("1 of 3 plugins of the kind 'stage' failed:", error.Message, StringComparison.Ordinal);
        Assert.Contains("stage:b: no", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(false, null, false)]
    [InlineData(null, false, false)]
    [InlineData(false, true, true)]
    public async Task Collect_BestEffortInTheContract_HoldsUnlessHostOrCallSayOtherwise(bool? host, bool? call, bool goesOn)
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Add(new PluginManifest { Id = new("adviser", "a") }, new Adviser(fails: true)).Add(new PluginManifest { Id = new("adviser", "b") }, new Adviser(fails: false));
            o.ForKind("adviser", kind => kind.BestEffort = host);
        });
        var advisers = provider.Services.GetRequiredService<IPlugins<IAdviser>>();
        advisers = call is null ? advisers : advisers.With(new() { BestEffort = call });

        if (goesOn)
        {
            Assert.Equal(["x"], advisers.Advise("x"));
            Assert.Equal("adviser:a", Assert.Single((await advisers.AdviseAsync("x", _cancellation)).Errors).Plugin.ToString());
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => advisers.Advise("x"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => advisers.AdviseAsync("x", _cancellation));
        }

        // A hook that does not say so is as before.
        if (host is null && call is null)
        {
            Assert.Throws<InvalidOperationException>(() => advisers.Describe());
        }
    }

    [Fact]
    public async Task Collect_ByADelegateThatSetsAProperty_SetsThatOfAll()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add(new PluginManifest { Id = new("adviser", "a") }, new Adviser(fails: false)).Add(new PluginManifest { Id = new("adviser", "b") }, new Adviser(fails: false)));
        var advisers = provider.Services.GetRequiredService<IPlugins<IAdviser>>();

        Assert.Equal([5, 5], advisers.Collect(static adviser => adviser.Level = 5));
        Assert.Equal([5, 5], advisers.GetLevel());
    }

    [Fact]
    public void Descriptor_BestEffortInTheContract_SaysSo() =>
        Assert.Equal([("Advise", true), ("AdviseAsync", true), ("get_Level", false), ("set_Level", false), ("Describe", false)], PluginContracts.FindAll()["adviser"].Hooks.Select(static hook => (hook.Name, hook.IsBestEffort)));

    [Fact]
    public async Task CollectAsync_CallerCancels_IsCancelledAlsoWithBestEffort()
    {
        using var caller = new CancellationTokenSource();
        await using var provider = await StartAsync(new Stage("a")
        {
            OnCount = async token =>
            {
                await caller.CancelAsync();
                token.ThrowIfCancellationRequested();
                return 1;
            },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stages.Of(provider).With(new() { BestEffort = true }).CountAsync("x", cancellationToken: caller.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stages.Of(provider).CountAsync("x", cancellationToken: caller.Token));
    }

    [Fact]
    public async Task CollectAsync_Bounded_NeverCallsMoreAtATime()
    {
        var (inside, most) = (0, 0);
        Func<CancellationToken, Task<int>> count = async _ =>
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            return now;
        };
        await using var provider = await StartAsync([.. Enumerable.Range(0, 20).Select(i => new Stage($"s{i}") { OnCount = count })]);
        var result = await Stages.Of(provider).With(new() { MaxParallelism = 3 }).CountAsync("x", cancellationToken: _cancellation);
        Assert.Equal(20, result.Count);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Collect_UnavailablePlugins_ArePassedOver()
    {
        await using var provider = await Stages.StartAsync("a b c");
        await provider.Registry.TeardownPluginAsync(new("stage", "b"), _cancellation);
        Assert.Equal(["a: x", "c: x"], Stages.Of(provider).Describe("x"));
        await provider.Registry.SetupPluginAsync(new("stage", "b"), _cancellation);
        Assert.Equal(["a: x", "b: x", "c: x"], Stages.Of(provider).Describe("x"));
    }

    [Fact]
    public async Task Collect_PluginLeavesDuringTheCall_IsPassedOver()
    {
        TestProvider provider = null!;
        provider = await StartAsync(
            new("a")
            {
                OnDescribe = topic =>
                {
                    provider.Registry.TeardownPluginAsync(new("stage", "b"), CancellationToken.None).GetAwaiter().GetResult();
                    return topic;
                },
            },
            new("b"),
            new("c"));
        await using var _ = provider;
        Assert.Equal(["x", "c: x"], Stages.Of(provider).Describe("x"));
    }

    [Fact]
    public async Task Collect_ByDelegate_DoesTheSame()
    {
        await using var provider = await Stages.StartAsync("a b");
        var stages = Stages.Of(provider);
        Assert.Equal(["a: x", "b: x"], stages.Collect(static stage => stage.Describe("x")));
        Assert.Equal([1, 1], await stages.CollectAsync(static (stage, token) => stage.CountAsync("x", 0, token), _cancellation));
        Assert.Equal(["a", "b"], await stages.CollectAsync(static async (stage, _) => await stage.NameAsync(), _cancellation));
    }

    [Fact]
    public async Task Collect_HookOfAnotherClassInTheDelegate_IsADispatchMismatch()
    {
        await using var provider = await Stages.StartAsync("a");
        var error = Assert.Throws<DispatchMismatchException>(() => Stages.Of(provider).Collect(static stage => stage.Clean("x", "-")));
        Assert.Equal((PluginErrorCodes.DispatchMismatch, "stage", "Clean", DispatchClass.Chain, DispatchClass.BroadcastCollect), (error.Code, error.Kind, error.Hook, error.Expected, error.Actual));
        Assert.Contains("Use plugins.Clean(…), or plugins.Chain", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DispatchMismatchException>(() => Stages.Of(provider).With(new() { BestEffort = true }).CollectAsync(static (stage, token) => stage.CleanAsync("x", "-", token), _cancellation));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
        }
    }

    private static Task<TestProvider> StartAsync(params Stage[] stages) => TestProvider.StartAsync(o =>
    {
        for (var i = 0; i < stages.Length; i++)
        {
            o.Add(Stages.Manifest($"{(char)('a' + i)}"), stages[i]);
        }
    });

    private sealed class Adviser(bool fails) : IAdviser
    {
        public string Advise(string topic) => fails ? throw new InvalidOperationException("no advice") : topic;

        public Task<string> AdviseAsync(string topic, CancellationToken cancellationToken) => Task.FromResult(Advise(topic));

        public int Level { get; set; }

        public string Describe() => Advise("adviser");
    }
}
