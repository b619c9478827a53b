using Dagstack.Extensions.Plugins.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Starting, stopping and retrying single plugins, and watching them.</summary>
public sealed class SinglePluginTests
{
    [Fact]
    public async Task SetupPlugin_BeforeTheOthers_StartsItAndWhatItNeedsOnly()
    {
        var events = new EventLog();
        await using var provider = TestProvider.Build(o => o.Add(Needing("top", "middle"), CodePlugin.Recording(events, "top")).Add(Needing("middle", "base"), CodePlugin.Recording(events, "middle")).Add("greeter:base", CodePlugin.Recording(events, "base")).Add("greeter:other", CodePlugin.Recording(events, "other")));
        var status = await provider.Registry.SetupPluginAsync(new("greeter", "top"), TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Ready, status.State);
        Assert.Equal(["setup base", "setup middle", "setup top"], events.Events);
        Assert.Equal(PluginState.Discovered, provider.Status("greeter:other").State);

        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("setup other", events.Events[^1]);
    }

    [Fact]
    public async Task TeardownPlugin_OthersDependOnIt_TheyGoOnAndItStartsAgain()
    {
        var events = new EventLog();
        await using var provider = await TestProvider.StartAsync(o => o.Add(Needing("top", "base"), CodePlugin.Recording(events, "top")).Add("greeter:base", CodePlugin.Recording(events, "base")));
        Assert.Equal(PluginState.Stopped, (await provider.Registry.TeardownPluginAsync(new("greeter", "base"), TestContext.Current.CancellationToken)).State);
        Assert.Equal("x", provider.Greeter("top").Greet("x"));
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("base").Greet("x"));

        await provider.Registry.SetupPluginAsync(new("greeter", "base"), TestContext.Current.CancellationToken);
        Assert.Equal("x", provider.Greeter("base").Greet("x"));
        Assert.Equal(["setup base", "setup top", "teardown base", "setup base"], events.Events);
    }

    [Fact]
    public async Task SetupPlugin_Unknown_SaysWhichWasMeant()
    {
        await using var provider = TestProvider.Build(static o => o.Add("greeter:fixed", new CodePlugin()));
        var error = await Assert.ThrowsAsync<PluginNotFoundException>(() => provider.Registry.SetupPluginAsync(new("greeter", "fixd"), TestContext.Current.CancellationToken));
        Assert.Contains("There is no plugin 'greeter:fixd'. Did you mean 'greeter:fixed'?", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PluginNotFoundException>(() => provider.Registry.TeardownPluginAsync(new("greeter", "fixd"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Retry_CauseIsGone_PluginAndItsDependantsAreReady()
    {
        var isBroken = true;
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:base", _ => isBroken ? throw new InvalidOperationException("not yet") : new CodePlugin()).Add(Needing("top", "base"), new CodePlugin()));
        Assert.Equal([PluginState.Unavailable, PluginState.Unavailable], provider.Registry.Plugins.Select(static plugin => plugin.State));
        await provider.Registry.RetryAsync(TestContext.Current.CancellationToken);
        Assert.Equal([PluginState.Unavailable, PluginState.Unavailable], provider.Registry.Plugins.Select(static plugin => plugin.State));

        isBroken = false;
        await provider.Registry.RetryAsync(TestContext.Current.CancellationToken);
        Assert.Equal([PluginState.Ready, PluginState.Ready], provider.Registry.Plugins.Select(static plugin => plugin.State));
        Assert.Null(provider.Status("greeter:top").Reason);
    }

    [Fact]
    public async Task RetryUnavailable_CauseIsGone_IsReadyByItselfAndTriedNoMore()
    {
        var time = new FakeTimeProvider();
        var tries = 0;
        await using var provider = await TestProvider.StartAsync(
            o => o.RetryUnavailable(TimeSpan.FromSeconds(2)).Add(new PluginManifest { Id = new("greeter", "slow"), StartupTimeout = Timeout.InfiniteTimeSpan }, _ => Interlocked.Increment(ref tries) < 4 ? throw new InvalidOperationException("not yet") : new CodePlugin()),
            services => services.AddSingleton<TimeProvider>(time));
        Assert.Equal(1, Volatile.Read(ref tries));
        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return provider.Status("greeter:slow").State == PluginState.Ready;
        });
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, Volatile.Read(ref tries));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 30)]
    [InlineData(1_000_000, 30)]
    public void RetrySettings_EachRound_WaitsTwiceAsLongUpToTheLongest(int round, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetrySettings(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)).Before(round));

    [Fact]
    public async Task ChangeToken_PluginChangesItsState_FiresOnce()
    {
        await using var provider = TestProvider.Build(static o => o.Add("greeter:a", new CodePlugin()));
        var token = provider.Registry.GetChangeToken();
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = token.RegisterChangeCallback(static state => ((TaskCompletionSource)state!).SetResult(), fired);
        Assert.False(token.HasChanged);
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await fired.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.False(provider.Registry.GetChangeToken().HasChanged);
    }

    [Fact]
    public async Task Status_Ready_SaysSinceWhenAndForgetsItWhenStopped()
    {
        var time = new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var provider = await TestProvider.StartAsync(
            o => o.Add(new PluginManifest { Id = new("greeter", "a"), Capabilities = ["fast"] }, new CodePlugin { OnSetup = _ => { time.Advance(TimeSpan.FromSeconds(7)); return default; } }),
            services => services.AddSingleton<TimeProvider>(time));
        var ready = Assert.Single(provider.Registry.OfKind("greeter"));
        Assert.Equal((time.GetUtcNow(), TimeSpan.FromSeconds(7), "fast"), (ready.ReadySince, ready.StartDuration, Assert.Single(ready.Capabilities)));
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Null(provider.Status("greeter:a").ReadySince);
        Assert.Empty(provider.Registry.OfKind("none"));
    }

    [Fact]
    public async Task HashContent_FolderChanges_IsAnother()
    {
        using var folders = new PluginFolders().Add("one", "PlainGreeter").Add("two", "PlainGreeter");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root).Add("greeter:code", new CodePlugin()));
        var first = await HashAsync("one");
        Assert.Matches("^[0-9a-f]{64}$", first!);
        Assert.Equal(first, await HashAsync("one"));
        Assert.NotEqual(first, await HashAsync("two"));
        folders.Write("one/data/new.txt", string.Empty);
        Assert.NotEqual(first, await HashAsync("one"));
        Assert.Null(await HashAsync("code"));

        Task<string?> HashAsync(string name) => provider.Registry.HashContentAsync(new("greeter", name), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Setup_ConstructorTakesAnUndeclaredPlugin_StartsAfterItWithAWarning()
    {
        using var folders = new PluginFolders().Add("a-first", "NeighbourGreeter", "priority = 9").Add("plain", "PlainGreeter");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs));
        Assert.Equal("Hello, x! And all neighbours.", provider.Greeter("a-first").Greet("x"));
        Assert.Contains(logs.Lines, static message => message.Contains("Plugin greeter:a-first takes greeter:plain as a constructor parameter without declaring it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Setup_ConstructorTakesAPluginThatFails_IsUnavailableAndNamesIt()
    {
        using var folders = new PluginFolders().Add("a-first", "NeighbourGreeter").Add("plain", "ThrowingSetup");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("MissingDependency", provider.Status("greeter:a-first").Code);
        Assert.Contains("it depends on 'greeter:plain'", provider.Status("greeter:a-first").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackgroundService_EndsByAnException_PluginIsDegradedAndServes()
    {
        using var folders = new PluginFolders().Add("burning", "WorkerThatFaults");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("x", provider.Greeter("burning").Greet("x"));
        await Wait.UntilAsync(() => provider.Status("greeter:burning").State == PluginState.Degraded);
        Assert.Contains("Burning has ended: it threw System.InvalidOperationException: burnt", provider.Status("greeter:burning").Reason, StringComparison.Ordinal);
        Assert.Equal("y", provider.Greeter("burning").Greet("y"));
    }

    private static PluginManifest Needing(string name, string other) => new() { Id = new("greeter", name), DependsOn = [new(other)] };
}
