using Dagstack.Extensions.Plugins.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>How the starts of plugins went: who waited for whom, and what the time went into.</summary>
public sealed class StartTimesTests
{
    private readonly FakeTimeProvider _time = new(new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OfPluginsThatNeedEachOther_SaysWhoWaitedForWhom()
    {
        await using var provider = await StartAsync(o => o
            .Add("greeter:base", Slow(2))
            .Add(new PluginManifest { Id = new("greeter", "middle"), DependsOn = [new("base")] }, Slow(3))
            .Add(new PluginManifest { Id = new("greeter", "top"), DependsOn = [new("base"), new("middle")] }, Slow(1)));

        var (first, second, third) = (Of(provider, "base"), Of(provider, "middle"), Of(provider, "top"));
        Assert.All([first, second, third], static start => Assert.Equal((new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), PluginStartOutcome.Succeeded, TimeSpan.Zero), (start.Began, start.Outcome, start.Loading)));
        Assert.Equal((0, 2, 2), (first.Waiting.TotalSeconds, first.Setup.TotalSeconds, first.Total.TotalSeconds));
        Assert.Empty(first.WaitedFor);
        Assert.Equal((2, 3, 5), (second.Waiting.TotalSeconds, second.Setup.TotalSeconds, second.Total.TotalSeconds));
        Assert.Equal("greeter:base 2000 ms", string.Join(", ", second.WaitedFor));
        Assert.Equal((5, 1, 6), (third.Waiting.TotalSeconds, third.Setup.TotalSeconds, third.Total.TotalSeconds));
        Assert.Equal("greeter:middle 5000 ms, greeter:base 2000 ms", string.Join(", ", third.WaitedFor));
        Assert.All(third.WaitedFor, static wait => Assert.True(wait.IsDependency));
    }

    [Fact]
    public void Start_WhoseInstanceComesAfterItsEnd_HasTheTimesUntilThen()
    {
        var start = new StartRecord(StartMoment.Now(_time));
        start.Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        start.End(PluginStartOutcome.Failed);
        _time.Advance(TimeSpan.FromSeconds(5));
        start.Loaded();

        var times = start.Read();
        Assert.Equal((1, 0, 1), (times.Loading.TotalSeconds, times.Setup.TotalSeconds, times.Total.TotalSeconds));
    }

    [Fact]
    public async Task Start_HeldUpByOneThatItDoesNotNeed_NamesThatToo()
    {
        TestProvider provider = null!;
        provider = TestProvider.Build(
            o => o
                .Add("greeter:quick", new CodePlugin())
                .Add("greeter:slow", new CodePlugin
                {
                    OnSetup = async _ =>
                    {
                        await Wait.UntilAsync(() => provider.Status("greeter:quick").State == PluginState.Ready);
                        _time.Advance(TimeSpan.FromSeconds(4));
                    },
                })
                .Add(new PluginManifest { Id = new("greeter", "top"), DependsOn = [new("quick")] }, new CodePlugin()),
            services => services.AddSingleton<TimeProvider>(_time));
        await using var end = provider;
        await provider.Registry.SetupAsync(Token);

        var held = Assert.Single(Of(provider, "top").WaitedFor, static wait => !wait.IsDependency);
        Assert.Equal(("greeter:slow", 4), (held.Plugin.ToString(), held.Duration.TotalSeconds));
    }

    [Fact]
    public async Task Start_ThatFails_SaysWhereTheTimeWentAndWhoFailedWithIt()
    {
        var isIll = true;
        await using var provider = await StartAsync(o => o
            .Add("greeter:ill", new CodePlugin
            {
                OnSetup = _ =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return isIll ? throw new InvalidOperationException("no licence") : default;
                },
            })
            .Add(new PluginManifest { Id = new("greeter", "top"), DependsOn = [new("ill")] }, new CodePlugin()));
        Assert.Equal((PluginStartOutcome.Failed, 1), (Of(provider, "ill").Outcome, Of(provider, "ill").Setup.TotalSeconds));
        Assert.Equal((PluginStartOutcome.DependencyFailed, 1, 0), (Of(provider, "top").Outcome, Of(provider, "top").Waiting.TotalSeconds, Of(provider, "top").Setup.TotalSeconds));
        Assert.Equal("greeter:ill 1000 ms", string.Join(", ", Of(provider, "top").WaitedFor));

        isIll = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await provider.Registry.RetryAsync(Token);
        Assert.Equal((PluginStartOutcome.Succeeded, PluginStartOutcome.Succeeded), (Of(provider, "ill").Outcome, Of(provider, "top").Outcome));
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 5, 6, TimeSpan.Zero), Of(provider, "ill").Began);
    }

    [Fact]
    public async Task Start_UnderWay_SaysHowFarItHasCome()
    {
        var (inside, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = TestProvider.Build(
            o => o.Add("greeter:slow", new CodePlugin { OnSetup = async _ => { inside.SetResult(); await release.Task; } }),
            services => services.AddSingleton<TimeProvider>(_time));
        Assert.Null(provider.Registry.Describe("greeter:slow")!.Start);
        var setup = provider.Registry.SetupAsync(Token);
        await inside.Task.WaitAsync(Limits.Patience, Token);
        _time.Advance(TimeSpan.FromSeconds(3));

        var (during, state) = (Of(provider, "slow"), provider.Status("greeter:slow").State);
        release.SetResult();
        await setup;

        Assert.Equal((PluginState.Starting, PluginStartOutcome.UnderWay, 3, 3), (state, during.Outcome, during.Setup.TotalSeconds, during.Total.TotalSeconds));
        Assert.Equal(PluginStartOutcome.Succeeded, Of(provider, "slow").Outcome);
    }

    [Fact]
    public async Task Start_ThatIsCancelled_SaysSo()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = TestProvider.Build(
            o => o.Add("greeter:slow", new CodePlugin { OnSetup = async token => { inside.SetResult(); await Task.Delay(Timeout.InfiniteTimeSpan, _time, token); } }),
            services => services.AddSingleton<TimeProvider>(_time));
        using var cancelled = new CancellationTokenSource();
        var setup = provider.Registry.SetupAsync(cancelled.Token);
        await inside.Task.WaitAsync(Limits.Patience, Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup);
        Assert.Equal(PluginStartOutcome.Cancelled, Of(provider, "slow").Outcome);
    }

    [Fact]
    public async Task Start_OfAReload_TakesThePlaceOfTheOneBefore()
    {
        using var plugins = new Reload.ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        var before = Of(provider, "one");
        Assert.True(before.Loading > TimeSpan.Zero && before.Total >= before.Loading + before.Setup, $"{before.Waiting} {before.Loading} {before.Setup} {before.Total}");
        plugins.Write("one", 2);
        await provider.Registry.ReloadAsync("greeter:one", Token);
        var after = Of(provider, "one");
        Assert.Equal(PluginStartOutcome.Succeeded, after.Outcome);
        Assert.True(after.Began > before.Began);
    }

    private static PluginStartTimes Of(TestProvider provider, string name) => provider.Registry.Describe("greeter:" + name)!.Start!;

    private CodePlugin Slow(int seconds) => new()
    {
        OnSetup = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            return default;
        },
    };

    private Task<TestProvider> StartAsync(Action<DagstackPluginOptions> plugins) => TestProvider.StartAsync(plugins, services => services.AddSingleton<TimeProvider>(_time));
}
