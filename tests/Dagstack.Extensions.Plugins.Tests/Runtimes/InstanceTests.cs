using Dagstack.Extensions.Plugins.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What instances of a runtime tell their host, and how they end.</summary>
public sealed class InstanceTests
{
    private static readonly PluginId s_one = new("greeter", "one");

    private readonly TestRuntime _runtime = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Reports_BeforeAnybodyWatches_AreToldThen()
    {
        var instance = new TestInstance(1);
        instance.Sicken("it has a cold.");
        instance.Sicken("it has a fever.");
        instance.Die("it is dead.");
        instance.Die("it is dead again.");
        instance.Change();
        instance.Change();
        List<string> told = [];
        instance.Watch(fault => told.Add("fault: " + fault), end => told.Add("end: " + end), () => told.Add("change"));
        Assert.Equal(["change", "fault: it has a fever.", "end: it is dead."], told);
        instance.Die("once more");
        instance.Change();
        instance.Unwatch();
        instance.Sicken("nobody hears");
        instance.Change();
        Assert.Equal("change", Assert.Single(told[3..]));
        Assert.Equal(("nobody hears", "it is dead."), (instance.Fault, instance.End));
    }

    [Fact]
    public void Reports_WithoutAReason_AreErrorsOfTheRuntime()
    {
        Assert.ThrowsAny<ArgumentException>(() => new TestInstance(1).Die(string.Empty));
        Assert.ThrowsAny<ArgumentException>(() => new TestInstance(1).Sicken(string.Empty));
        Assert.Throws<ArgumentNullException>(() => new TestInstance(null!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_InSetupOrLater_IsDegradedAndServes(bool inSetup)
    {
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetup = instance =>
            {
                if (inSetup)
                {
                    instance.Sicken("it has a cold.");
                }

                return default;
            },
        });
        await using var provider = await StartAsync();
        if (!inSetup)
        {
            _runtime.Last.Sicken("it has a cold.");
        }

        Assert.Equal((PluginState.Degraded, "it has a cold."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
        Assert.Equal("1: x", provider.Greeter("one").Greet("x"));
    }

    [Fact]
    public async Task Health_ComesBackWhileItsBackgroundHasFailed_IsDegradedForThatAndNotReadyMeanwhile()
    {
        var isIll = false;
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(number) { OnHealth = () => Volatile.Read(ref isIll) ? HealthCheckResult.Degraded("a cough") : HealthCheckResult.Healthy() });
        await using var provider = await StartAsync(more: static o => o.HealthInterval = TimeSpan.FromMilliseconds(10));
        Volatile.Write(ref isIll, true);
        await Wait.UntilAsync(() => provider.Status("greeter:one") is { State: PluginState.Degraded, Reason: "a cough" });
        _runtime.Last.Sicken("it has a cold.");
        Assert.Equal("a cough", provider.Status("greeter:one").Reason);
        var entry = provider.Services.GetRequiredService<PluginHost>().Find(s_one)!;
        var (told, moves) = (entry.Moved, 0);
        entry.Moved = () =>
        {
            Interlocked.Increment(ref moves);
            told?.Invoke();
        };
        var changed = provider.Registry.GetChangeToken();
        var since = provider.Status("greeter:one").ReadySince;
        Volatile.Write(ref isIll, false);
        await Wait.UntilAsync(() => provider.Status("greeter:one").Reason == "it has a cold.");
        Assert.Equal((PluginState.Degraded, PluginErrorCodes.PluginUnavailable, since), (provider.Status("greeter:one").State, provider.Status("greeter:one").Code, provider.Status("greeter:one").ReadySince));
        await Wait.UntilAsync(() => changed.HasChanged);
        Assert.Equal(0, Volatile.Read(ref moves));
    }

    [Fact]
    public async Task Death_AfterItWasReplaced_IsNobodys()
    {
        await using var provider = await StartAsync();
        var old = _runtime.Last;
        await provider.Registry.ReloadAsync("greeter:one", Token);
        old.Die();
        old.Sicken("it has a cold.");
        Assert.Equal((PluginState.Ready, "2: x"), (provider.Status("greeter:one").State, provider.Greeter("one").Greet("x")));
    }

    [Theory]
    [InlineData(true, PluginState.Stopped)]
    [InlineData(false, PluginState.Leaked)]
    public async Task End_Overruns_IsStoppedIfItCanBeKilled(bool isKillable, PluginState state)
    {
        var (time, ends) = (new FakeTimeProvider(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(number) { IsKillable = isKillable, OnEnd = _ => new(ends.Task) });
        await using var provider = await StartAsync(time);
        var teardown = provider.Registry.TeardownPluginAsync(s_one, Token);
        await Wait.UntilAsync(() => _runtime.Last.Ends == 1);
        time.Advance(TimeSpan.FromSeconds(15));
        if (isKillable)
        {
            await Wait.UntilAsync(() => _runtime.Last.Kills == 1);
            ends.SetResult();
        }

        var fault = await Assert.ThrowsAsync<TeardownErrorsException>(() => teardown);
        Assert.Contains("its teardown did not finish within 15 s.", fault.Message, StringComparison.Ordinal);
        Assert.Equal((state, isKillable ? 1 : 0, 1), (provider.Status("greeter:one").State, _runtime.Last.Kills, _runtime.Last.Ends));
        ends.TrySetResult();
    }

    [Fact]
    public async Task Calls_IgnoreTheirToken_AreKilledAndStopped()
    {
        var (time, never) = (new FakeTimeProvider(), new TaskCompletionSource<string>());
        _runtime.OnCreate = (_, _) => Task.FromResult(new TestInstance(new CodePlugin { OnGreet = _ => never.Task }) { IsKillable = true });
        await using var provider = await StartAsync(time);
        _ = provider.Greeter("one").GreetAsync("x", Token);
        var teardown = provider.Registry.TeardownPluginAsync(s_one, Token);
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<TeardownErrorsException>(() => teardown);
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Stopped, 1, 1), (status.State, _runtime.Last.Kills, _runtime.Last.Ends));
        Assert.Equal("1 call(s) did not end within 15 s and cannot be cancelled; nothing was torn down under them. It was killed.", status.Reason);
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_one, Token)).State);
        never.SetResult("late");
    }

    private Task<TestProvider> StartAsync(TimeProvider? time = null, Action<DagstackPluginOptions>? more = null) => TestProvider.StartAsync(
        o =>
        {
            o.AllowReload().AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => _runtime);
            more?.Invoke(o);
        },
        services => services.AddSingleton(time ?? TimeProvider.System));
}
