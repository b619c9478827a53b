using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>A call has the time that the call or the kind says; past it the hook is cancelled, and the caller gets PluginTimeout.</summary>
public sealed class DeadlineTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_HookObservesItsToken_IsCancelledAndTheCallerGetsATimeout(bool perKind)
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(
            async token =>
            {
                inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                return 1;
            },
            perKind);
        var stage = perKind ? Stages.Of(provider)["a"] : PluginCalls.With(Stages.Of(provider)["a"], new() { Timeout = TimeSpan.FromSeconds(2) });
        var call = stage.CountAsync("x", cancellationToken: _cancellation);
        await inside.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<PluginTimeoutException>(() => call);
        Assert.Equal((PluginErrorCodes.PluginTimeout, "stage:a", "CountAsync", TimeSpan.FromSeconds(2)), (error.Code, error.Plugin.ToString(), error.Operation, error.Timeout));
        Assert.Contains("did not finish within 2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_HookIgnoresItsToken_TheCallerIsLetGoAndTheCallStaysInFlight()
    {
        var (inside, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await StartAsync(_ =>
        {
            inside.SetResult();
            return release.Task;
        });
        var call = Stages.Of(provider)["a"].CountAsync("x", cancellationToken: _cancellation);
        await inside.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => call);

        // It is drained as any call is.
        var stop = provider.Registry.TeardownPluginAsync(new("stage", "a"), _cancellation);
        Assert.False(stop.IsCompleted);
        release.SetResult(1);
        Assert.Equal(PluginState.Stopped, (await stop.WaitAsync(Limits.Patience, _cancellation)).State);
    }

    [Fact]
    public async Task Call_InTime_ReturnsItsResult()
    {
        await using var provider = await StartAsync(static _ => Task.FromResult(5));
        Assert.Equal(5, await Stages.Of(provider)["a"].CountAsync("x", cancellationToken: _cancellation));
        Assert.Equal("a: x", Stages.Of(provider)["a"].Handle("x"));
        Assert.Equal(["a", "b"], await Stages.Of(provider)["a"].Split("a b", _cancellation).ToListAsync(_cancellation));
    }

    [Fact]
    public async Task Call_CallerCancelsFirst_IsACancellation()
    {
        using var caller = new CancellationTokenSource();
        await using var provider = await StartAsync(async token =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 1;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stages.Of(provider)["a"].CountAsync("x", cancellationToken: caller.Token));
    }

    [Fact]
    public async Task Call_OptionsOverTheKind_TheCallWins()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(async token =>
        {
            inside.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 1;
        });
        var call = Stages.Of(provider).With(new() { Timeout = TimeSpan.FromSeconds(10) }).CountAsync("x", cancellationToken: _cancellation);
        await inside.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(10), (await Assert.ThrowsAsync<PluginTimeoutException>(() => call)).Timeout);
    }

    [Fact]
    public async Task Stream_PastItsTime_IsATimeout()
    {
        await using var provider = await StartAsync(static _ => Task.FromResult(1), handle: text =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            return text;
        });
        await Assert.ThrowsAsync<PluginTimeoutException>(async () => await Stages.Of(provider)["a"].Split("a b", _cancellation).ToListAsync(_cancellation));
    }

    [Fact]
    public void Timeout_NotPositive_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PluginCallOptions { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PluginKindOptions { Timeout = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PluginCallOptions { Timeout = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PluginCallOptions { MaxParallelism = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PluginKindOptions { MaxParallelism = 0 });
    }

    [Theory]
    [InlineData(-1, "call")]
    [InlineData(long.MaxValue / TimeSpan.TicksPerMillisecond, "call")]
    [InlineData(-1, "kind")]
    [InlineData(long.MaxValue / TimeSpan.TicksPerMillisecond, "kind")]
    public async Task Timeout_WithoutEnd_IsNoLimit(long milliseconds, string where)
    {
        var (inside, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        var endless = milliseconds == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(milliseconds);
        await using var provider = await TestProvider.StartAsync(
            o => o
                .Add("stage:a", new Stage("a")
                {
                    OnCount = _ =>
                    {
                        inside.SetResult();
                        return release.Task;
                    },
                })
                .ForKind("stage", kind => kind.Timeout = where == "kind" ? endless : TimeSpan.FromSeconds(2)),
            services => services.AddSingleton<TimeProvider>(_time));
        var stage = Stages.Of(provider)["a"];
        var call = (where == "call" ? PluginCalls.With(stage, new() { Timeout = endless }) : stage).CountAsync("x", cancellationToken: _cancellation);
        await inside.Task;
        _time.Advance(TimeSpan.FromDays(100));
        release.SetResult(5);
        Assert.Equal(5, await call);
    }

    private Task<TestProvider> StartAsync(Func<CancellationToken, Task<int>> count, bool perKind = true, Func<string, string>? handle = null) => TestProvider.StartAsync(
        o =>
        {
            o.Add("stage:a", new Stage("a") { OnCount = count, OnHandle = handle });
            if (perKind)
            {
                o.ForKind("stage", static kind => kind.Timeout = TimeSpan.FromSeconds(2));
            }
        },
        services => services.AddSingleton<TimeProvider>(_time));
}
