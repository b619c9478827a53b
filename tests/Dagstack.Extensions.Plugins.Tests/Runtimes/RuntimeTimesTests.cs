using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>How long calls and starts may take, as a runtime says it: after the call and the kind, and once for what a manifest says.</summary>
public sealed class RuntimeTimesTests
{
    private static readonly TimeSpan s_ofRuntime = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _time = new();
    private readonly TestRuntime _runtime = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, 3)]
    [InlineData(null, 5, 5)]
    [InlineData(7, 5, 7)]
    [InlineData(1, null, 1)]
    public async Task Call_TimesOfCallKindAndRuntime_TheNearestCounts(int? ofCall, int? ofKind, int expected)
    {
        await using var provider = await StartCallableAsync(ofKind is { } kind ? TimeSpan.FromSeconds(kind) : null);
        var call = CallAsync(provider, ofCall is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await _inside.Task;
        _time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromSeconds(expected), (await Assert.ThrowsAsync<PluginTimeoutException>(() => call.WaitAsync(Limits.Patience, Token))).Timeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_InfiniteOfCallOrKind_WinsOverTheRuntime(bool ofCall)
    {
        using var caller = new CancellationTokenSource();
        await using var provider = await StartCallableAsync(ofCall ? null : Timeout.InfiniteTimeSpan);
        var call = CallAsync(provider, ofCall ? Timeout.InfiniteTimeSpan : null, caller.Token);
        await _inside.Task;
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(call.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, Token));
    }

    [Fact]
    public async Task CallTimeout_ManyCalls_IsAskedOnceForEachManifest()
    {
        _runtime.OnCallTimeout = static () => s_ofRuntime;
        await using var provider = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            provider.Greeter("one").Greet("x");
        }

        Assert.Equal(1, _runtime.AskedForTimes);
        await provider.Registry.ReloadAsync("greeter:one", Token);
        provider.Greeter("one").Greet("x");
        Assert.Equal(2, _runtime.AskedForTimes);
    }

    [Fact]
    public async Task CallTimeout_AnotherAfterAReload_HoldsForCallsFromThenOn()
    {
        await using var provider = await StartCallableAsync(ofKind: null);
        _runtime.OnCallTimeout = static () => TimeSpan.FromSeconds(20);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        var call = CallAsync(provider, ofCall: null);
        await _inside.Task;
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(20), (await Assert.ThrowsAsync<PluginTimeoutException>(() => call.WaitAsync(Limits.Patience, Token))).Timeout);
    }

    [Theory]
    [InlineData(0, "CallTimeout of its runtime 'test' is 00:00:00, but must be a time above zero, or null for none.")]
    [InlineData(-5, "CallTimeout of its runtime 'test' is -00:00:05, but must be a time above zero, or null for none.")]
    public async Task CallTimeout_NoTime_IsWhyThePluginIsUnavailable(int seconds, string reason)
    {
        _runtime.OnCallTimeout = () => TimeSpan.FromSeconds(seconds);
        await using var provider = await StartAsync();
        AssertRefused(provider, reason);
    }

    [Fact]
    public async Task StartTimeout_NoTime_IsWhyThePluginIsUnavailable()
    {
        _runtime.OnStartTimeout = static _ => TimeSpan.Zero;
        await using var provider = await StartAsync();
        AssertRefused(provider, "StartTimeout of its runtime 'test' is 00:00:00, but must be a time above zero.");
    }

    [Theory]
    [InlineData(60, "Make it faster, or see what its runtime 'test' takes that time from.")]
    [InlineData(30, "Make it faster, or raise 'startup_timeout_sec' in its manifest.")]
    public async Task Start_LongerThanTheRuntimeSays_IsGivenUpThen(int seconds, string advice)
    {
        _runtime.OnStartTimeout = _ => TimeSpan.FromSeconds(seconds);
        _runtime.OnCreate = async (_, token) =>
        {
            _inside.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return new(1);
        };
        var starting = StartAsync();
        await _inside.Task;
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(starting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await using var provider = await starting.WaitAsync(Limits.Patience, Token);
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginErrorCodes.PluginTimeout, $"its setup did not finish within {seconds} s. {advice}"), (status.Code, status.Reason));
    }

    [Fact]
    public async Task StopFirst_NewInstanceIsLate_CallsWaitAsLongAsTheRuntimeSays()
    {
        _runtime.OnStartTimeout = static _ => TimeSpan.FromMilliseconds(200);
        var go = new TaskCompletionSource();
        _runtime.OnCreate = async (number, _) =>
        {
            if (number == 2)
            {
                _inside.SetResult();
                await go.Task;
            }

            return new(number);
        };
        await using var provider = await StartAsync(more: "reload = \"stop_first\"");
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await _inside.Task;
        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => provider.Greeter("one").GreetAsync("x", Token).WaitAsync(Limits.Patience, Token));
        Assert.Contains("the new instance was not ready within 0.2 s.", fault.Message, StringComparison.Ordinal);
        go.SetResult();
        Assert.Equal(PluginReloadOutcome.Replaced, (await reload.WaitAsync(Limits.Patience, Token)).Outcome);
    }

    private static void AssertRefused(TestProvider provider, string reason)
    {
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginLoadError, $"{reason} Correct {typeof(TestRuntime).FullName}."), (status.State, status.Code, status.Reason));
    }

    private static Task<string> CallAsync(TestProvider provider, TimeSpan? ofCall, CancellationToken cancellationToken = default)
    {
        var greeter = provider.Greeter("one");
        return (ofCall is null ? greeter : PluginCalls.With(greeter, new() { Timeout = ofCall })).GreetAsync("x", cancellationToken);
    }

    /// <summary>Starts a plugin whose calls end with their token, and whose runtime lets them take 3 s.</summary>
    private Task<TestProvider> StartCallableAsync(TimeSpan? ofKind)
    {
        _runtime.OnCallTimeout = static () => s_ofRuntime;
        _runtime.OnCreate = (_, _) => Task.FromResult(new TestInstance(new CodePlugin
        {
            OnGreet = async token =>
            {
                _inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                return "never";
            },
        }));
        return StartAsync(ofKind);
    }

    private Task<TestProvider> StartAsync(TimeSpan? ofKind = null, string more = "") => TestProvider.StartAsync(
        o => o.AllowReload().AddSource(new TestSource(static () => ["one"], () => more)).AddRuntime(_ => _runtime).ForKind("greeter", kind => kind.Timeout = ofKind),
        services => services.AddSingleton<TimeProvider>(_time));
}
