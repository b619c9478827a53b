using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Instances that die, and when they are replaced.</summary>
public sealed class RestartTests
{
    private static readonly PluginId s_one = new("greeter", "one");

    private readonly FakeTimeProvider _time = new();
    private readonly TestRuntime _runtime = new() { RestartOptions = new() { Jitter = 0 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Death_EarlyEachTime_WaitsLongerUpToTheLongestPause()
    {
        await using var provider = await StartAsync(_runtime);
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            await DieAsync(provider, $"it is dead. It is started again in {seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.");
            var made = _runtime.Made.Count;
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
            Assert.Equal((made, PluginState.Unavailable), (_runtime.Made.Count, provider.Status("greeter:one").State));
            _time.Advance(TimeSpan.FromSeconds(0.001));
            await ReadyAsync(provider, made + 1);
        }
    }

    [Fact]
    public async Task Death_AfterTenSeconds_StartsAtOnceAndAfterSixtyCountsAnew()
    {
        await using var provider = await StartAsync(_runtime);
        await DieAndWaitAsync(provider, 0.5);
        await DieAndWaitAsync(provider, 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        _runtime.Last.Die();
        await ReadyAsync(provider, 4);
        await DieAndWaitAsync(provider, 2);
        _time.Advance(TimeSpan.FromSeconds(60));
        _runtime.Last.Die();
        await ReadyAsync(provider, 6);
        await DieAndWaitAsync(provider, 0.5);
    }

    [Fact]
    public async Task Death_StartsThatFail_AreTriedAgainWithLongerPauses()
    {
        await using var provider = await StartAsync(_runtime);
        _runtime.OnCreate = static (number, _) => number < 4 ? throw new InvalidOperationException("no luck") : Task.FromResult(new TestInstance(number));
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await Wait.UntilAsync(() => provider.Status("greeter:one").Reason?.Contains("no luck", StringComparison.Ordinal) == true);
        var waited = 0.0;
        await Wait.UntilAsync(() =>
        {
            // Not while it starts, which has its time too.
            if (provider.Status("greeter:one").State == PluginState.Unavailable)
            {
                _time.Advance(TimeSpan.FromSeconds(0.1));
                waited += 0.1;
            }

            return provider.Status("greeter:one").IsServing;
        });
        Assert.Equal((4, "4: x"), (_runtime.Asked, provider.Greeter("one").Greet("x")));
        Assert.True(waited > 2.9, $"{waited} s");
    }

    [Fact]
    public async Task Death_NoRestartWanted_StaysUnavailable()
    {
        await using var provider = await StartAsync(new TestRuntime(), out var runtime);
        runtime.Last.Die("it ended with exit code 3.");
        _time.Advance(TimeSpan.FromDays(1));
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, "it ended with exit code 3."), (status.State, status.Code, status.Reason));
        Assert.Contains("exit code 3", Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x")).Message, StringComparison.Ordinal);
        await Wait.UntilAsync(() => runtime.Last.Ends == 1);
        Assert.Equal(1, runtime.Asked);
    }

    [Fact]
    public async Task Death_ToldTwice_IsOne()
    {
        await using var provider = await StartAsync(_runtime);
        var instance = _runtime.Last;
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        instance.Die("it is dead again.");
        Assert.Equal("it is dead. It is started again in 0.5 s.", provider.Status("greeter:one").Reason);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await ReadyAsync(provider, 2);
        instance.Die("it is dead again.");
        Assert.Equal((PluginState.Ready, "it is dead.", 1), (provider.Status("greeter:one").State, instance.End, instance.Ends));
    }

    [Fact]
    public async Task Teardown_OfTheHost_CancelsTheRestart()
    {
        await using var provider = await StartAsync(_runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        await provider.Services.TeardownPluginsAsync(Token);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _runtime.Asked);

        await provider.Services.SetupPluginsAsync(Token);
        await ReadyAsync(provider, 2);
        await DieAsync(provider, "it is dead. It is started again in 1 s.");
        _time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(provider, 3);
    }

    [Fact]
    public async Task Teardown_ByHandMeanwhile_CancelsTheRestart()
    {
        await using var provider = await StartAsync(_runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        var status = await provider.Registry.TeardownPluginAsync(s_one, Token);
        Assert.Equal((PluginState.Stopped, null), (status.State, status.Reason));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, PluginState.Stopped), (_runtime.Asked, provider.Status("greeter:one").State));
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_one, Token)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetupOrReload_ByHandMeanwhile_IsTheOnlyStart(bool isReload)
    {
        await using var provider = await StartAsync(_runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        if (isReload)
        {
            Assert.Equal(PluginReloadOutcome.Started, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        }
        else
        {
            Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(s_one, Token)).State);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(provider, 2);
        Assert.Equal(2, _runtime.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Death_WhileAReloadOverlaps_TheNewOneServesOrTheRestartComes(bool doesReloadSucceed)
    {
        await using var provider = await StartAsync(_runtime);
        var made = new TaskCompletionSource<TestInstance>(TaskCreationOptions.RunContinuationsAsynchronously);
        _runtime.OnCreate = (_, _) => made.Task;
        var old = _runtime.Last;
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => _runtime.Asked == 2);
        old.Die();
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:one").State);
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x"));
        _runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number));
        if (doesReloadSucceed)
        {
            made.SetResult(new(2));
            Assert.Equal(PluginReloadOutcome.Replaced, (await reload).Outcome);
            Assert.Equal("2: x", provider.Greeter("one").Greet("x"));
            _time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(2, _runtime.Asked);
        }
        else
        {
            made.SetException(new InvalidOperationException("no luck"));
            Assert.Equal(PluginReloadOutcome.Failed, (await reload).Outcome);
            Assert.Equal((PluginState.Unavailable, "it is dead. It is started again in 0.5 s."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Ready);
            Assert.Equal("3: x", provider.Greeter("one").Greet("x"));
        }

        await Wait.UntilAsync(() => old.Ends > 0);
        Assert.Equal(1, old.Ends);
    }

    [Fact]
    public async Task Death_InSetupThatSucceeds_IsADeathOnceItIsReady()
    {
        _runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetup = instance =>
            {
                if (number == 1)
                {
                    instance.Die();
                }

                return default;
            },
        });
        await using var provider = await StartAsync(_runtime);
        Assert.Equal("it is dead. It is started again in 0.5 s.", provider.Status("greeter:one").Reason);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await ReadyAsync(provider, 2);
        Assert.Equal(1, _runtime.Made[0].Ends);
    }

    [Fact]
    public async Task Death_InSetupThatFails_IsAFailedStart()
    {
        _runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetup = instance =>
            {
                instance.Die();
                throw new PluginLoadException(s_one, "its process ended during setup.");
            },
        });
        await using var provider = await StartAsync(_runtime);
        Assert.Equal((PluginState.Unavailable, "its process ended during setup."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
        Assert.Equal(1, _runtime.Last.Ends);
    }

    [Fact]
    public async Task Death_EndOfTheDeadOneHangs_TheNextWaitsForIt()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(number) { OnEnd = _ => number == 1 ? new(release.Task) : default });
        await using var provider = await StartAsync(_runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        await Wait.UntilAsync(() => _runtime.Last.Ends == 1);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Starting);
        Assert.Equal(1, _runtime.Asked);
        release.SetResult();
        await ReadyAsync(provider, 2);
    }

    [Theory]
    [InlineData("overlap")]
    [InlineData("stop_first")]
    public async Task Death_AtAnyMomentOfAReload_EveryInstanceEndsOnce(string mode)
    {
        var runtime = new TestRuntime { RestartOptions = new() { StableAfter = TimeSpan.Zero } };
        await using (var provider = await TestProvider.StartAsync(o => o.AllowReload().AddSource(new TestSource(static () => ["one"], () => $"reload = \"{mode}\"")).AddRuntime(_ => runtime)))
        {
            for (var round = 0; round < 200; round++)
            {
                await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Ready);
                var (instance, reload) = (runtime.Last, provider.Registry.ReloadAsync("greeter:one", Token));
                Thread.SpinWait(round * 50);
                instance.Die();
                await reload;
            }
        }

        Assert.All(runtime.Made, static instance => Assert.Equal(1, instance.Ends));
    }

    private Task<TestProvider> StartAsync(TestRuntime runtime, out TestRuntime same)
    {
        same = runtime;
        return StartAsync(runtime);
    }

    private Task<TestProvider> StartAsync(TestRuntime runtime) => TestProvider.StartAsync(
        o => o.AllowReload().AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => runtime),
        services => services.AddSingleton<TimeProvider>(_time));

    private async Task DieAndWaitAsync(TestProvider provider, double seconds)
    {
        await DieAsync(provider, $"it is dead. It is started again in {seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.");
        var made = _runtime.Made.Count;
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await ReadyAsync(provider, made + 1);
    }

    private async Task DieAsync(TestProvider provider, string reason)
    {
        _runtime.Last.Die();
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, reason), (status.State, status.Code, status.Reason));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => provider.Greeter("one").GreetAsync("x", Token));
    }

    private async Task ReadyAsync(TestProvider provider, int number)
    {
        await Wait.UntilAsync(() => _runtime.Made.Count == number && provider.Status("greeter:one").State == PluginState.Ready, $"ready: {number}");
        Assert.Equal($"{number}: x", provider.Greeter("one").Greet("x"));
    }
}
