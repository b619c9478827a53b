using Dagstack.Extensions.Plugins.Tests.Reload;
using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>One plugin that hangs while it starts holds up itself and who depends on it, and nobody else.</summary>
public sealed class HangingPluginTests
{
    /// <summary>A setup that goes on when there is a file beside the plugins' folders.</summary>
    private const string Waiting = """
        public async ValueTask SetupAsync(PluginContext context, CancellationToken token)
        {
            while (!System.IO.File.Exists(System.IO.Path.Combine(System.AppContext.BaseDirectory, "go-NAME")))
            {
                await Task.Delay(10, token);
            }
        }
        """;

    private readonly HangingPlugins _plugins = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reload_OneHangs_OthersAreReloadedMeanwhile()
    {
        await using var provider = await StartAsync();
        _plugins.Hold("a");
        var hanging = provider.Registry.ReloadAsync(new("greeter", "a"), Token);
        await Wait.UntilAsync(() => _plugins.SetupsOf("a") == 2);
        var other = await provider.Registry.ReloadAsync(new("greeter", "b"), Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginReloadOutcome.Replaced, false), (other.Outcome, hanging.IsCompleted));
        _plugins.Release("a");
        Assert.Equal(PluginReloadOutcome.Replaced, (await hanging.WaitAsync(Limits.Patience, Token)).Outcome);
    }

    [Fact]
    public async Task Reload_OfOneThatNeedsWhoHangs_WaitsForItAndGoesOn()
    {
        await using var provider = await StartAsync();
        _plugins.Hold("a");
        var hanging = provider.Registry.ReloadAsync(new("greeter", "a"), Token);
        await Wait.UntilAsync(() => _plugins.SetupsOf("a") == 2);
        var needing = provider.Registry.ReloadAsync(new("greeter", "needs-a"), Token);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync(new("greeter", "b"), Token).WaitAsync(Limits.Patience, Token)).Outcome);
        Assert.Equal((1, false), (_plugins.SetupsOf("needs-a"), needing.IsCompleted));
        _plugins.Release("a");
        Assert.Equal(PluginReloadOutcome.Replaced, (await needing.WaitAsync(Limits.Patience, Token)).Outcome);
        Assert.Equal(PluginReloadOutcome.Replaced, (await hanging.WaitAsync(Limits.Patience, Token)).Outcome);
    }

    [Fact]
    public async Task Reload_OneHangs_OneThatItNeedsWaitsAndTheOtherIsTornDownAlone()
    {
        await using var provider = await StartAsync();
        _plugins.Hold("needs-a");
        var hanging = provider.Registry.ReloadAsync(new("greeter", "needs-a"), Token);
        await Wait.UntilAsync(() => _plugins.SetupsOf("needs-a") == 2);
        var needed = provider.Registry.ReloadAsync(new("greeter", "a"), Token);
        Assert.Equal(PluginState.Stopped, (await provider.Registry.TeardownPluginAsync(new("greeter", "b"), Token).WaitAsync(Limits.Patience, Token)).State);
        Assert.False(needed.IsCompleted);
        _plugins.Release("needs-a");
        await Task.WhenAll(hanging, needed).WaitAsync(Limits.Patience, Token);
    }

    [Fact]
    public async Task Retry_OneHangs_OthersAreReadyMeanwhile()
    {
        _plugins.Fail("a");
        _plugins.Fail("b");
        await using var provider = await StartAsync();
        Assert.Equal(PluginErrorCodes.MissingDependency, provider.Status("greeter:needs-a").Code);
        _plugins.Mend("a");
        _plugins.Mend("b");
        _plugins.Hold("a");
        var retry = provider.Registry.RetryAsync(Token);
        await Wait.UntilAsync(() => provider.Status("greeter:b").State == PluginState.Ready);
        Assert.Equal((PluginState.Starting, PluginState.Unavailable), (provider.Status("greeter:a").State, provider.Status("greeter:needs-a").State));
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync(new("greeter", "b"), Token).WaitAsync(Limits.Patience, Token)).Outcome);
        _plugins.Release("a");
        await retry.WaitAsync(Limits.Patience, Token);
        Assert.All(provider.Registry.Plugins, static status => Assert.Equal(PluginState.Ready, status.State));
    }

    [Fact]
    public async Task RetryUnavailable_OneHangs_OthersAreTriedAndWhoNeedsItFollows()
    {
        var time = new FakeTimeProvider();
        foreach (var name in (string[])["a", "b"])
        {
            _plugins.Fail(name);
        }

        await using var provider = await StartAsync(static o => o.RetryUnavailable(TimeSpan.FromSeconds(2)), services => services.AddSingleton<TimeProvider>(time));
        _plugins.Mend("a");
        _plugins.Hold("a");
        await UntilAsync(() => _plugins.SetupsOf("a") == 2);
        await UntilAsync(() => _plugins.SetupsOf("b") >= 4);
        _plugins.Mend("b");
        await UntilAsync(() => provider.Status("greeter:b").State == PluginState.Ready);
        Assert.Equal((PluginState.Starting, 0), (provider.Status("greeter:a").State, _plugins.SetupsOf("needs-a")));

        // Nobody waits for a pause any more.
        _plugins.Release("a");
        await Wait.UntilAsync(() => provider.Status("greeter:needs-a").State == PluginState.Ready);
        Assert.Equal((2, 1), (_plugins.SetupsOf("a"), _plugins.SetupsOf("needs-a")));

        Task UntilAsync(Func<bool> isTrue) => Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return isTrue();
        });
    }

    [Fact]
    public async Task Teardown_OneHangsInItsReload_CancelsItAndStopsAll()
    {
        await using var provider = await StartAsync();
        _plugins.Hold("a");
        var hanging = provider.Registry.ReloadAsync(new("greeter", "a"), Token);
        var waiting = provider.Registry.ReloadAsync(new("greeter", "needs-a"), Token);
        await Wait.UntilAsync(() => _plugins.SetupsOf("a") == 2);
        await provider.Services.TeardownPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        Assert.All(provider.Registry.Plugins, static status => Assert.Equal(PluginState.Stopped, status.State));
        Assert.Equal("its start was cancelled.", (await hanging.WaitAsync(Limits.Patience, Token)).Reason);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limits.Patience, Token));
        Assert.Equal("The plugins were torn down while they were starting.", error.Message);
    }

    [Fact]
    public async Task Watch_OneHangs_OthersChangeComeAndGoMeanwhile()
    {
        using var go = new GoFile();
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1).Write("three", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        plugins.Write("one", 2, "startup_timeout_sec = 600", go.Setup);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Reloading);
        plugins.Write("two", 2);
        await Wait.UntilAsync(() => provider.Greeter("two").Greet("you") == "2");
        plugins.Write("four", 1);
        Directory.Delete(plugins.FolderOf("three"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:four") is { IsServing: true } && provider.Registry.Find("greeter:three") is null);
        Assert.Equal((PluginState.Reloading, "1"), (provider.Status("greeter:one").State, provider.Greeter("one").Greet("you")));

        // What has changed in its folder meanwhile comes after it.
        plugins.Write("one", 3, "startup_timeout_sec = 600");
        await plugins.SettleAsync(provider);
        Assert.Equal(PluginState.Reloading, provider.Status("greeter:one").State);
        go.Create();
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "3");
        Assert.Equal(3, provider.Status("greeter:one").Generation);
    }

    [Fact]
    public async Task Watch_OneThatComesHangs_AnotherThatComesDoesNot()
    {
        using var go = new GoFile();
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        plugins.Write("slow", 1, "startup_timeout_sec = 600", go.Setup);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:slow") is { State: PluginState.Starting });
        plugins.Write("above", 1, "depends_on = [\"slow\"]");
        plugins.Write("quick", 1);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:quick") is { IsServing: true } && provider.Registry.Find("greeter:above") is not null);
        Assert.Equal(PluginState.Starting, provider.Status("greeter:slow").State);
        Assert.False(provider.Status("greeter:above").IsServing);
        go.Create();
        await Wait.UntilAsync(() => provider.Status("greeter:above").IsServing && provider.Status("greeter:slow").IsServing);
    }

    [Fact]
    public async Task Logger_BlocksWhileItIsToldOfOne_OthersAreReloadedCalledAndLookedAt()
    {
        using var release = new ManualResetEventSlim();
        var blocked = 0;
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await WatchTests.StartAsync(plugins, configure: services => services.AddSingleton<ILoggerProvider>(new BlockingLogs(line =>
        {
            if (line.Contains("late", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref blocked);
                release.Wait(Token);
            }
        })));
        plugins.Write("late", 1);
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) == 1);
        plugins.Write("one", 2);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync(new("greeter", "two"), Token).WaitAsync(Limits.Patience, Token)).Outcome);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
        Assert.Equal(3, provider.Registry.Plugins.Count);
        release.Set();
        await Wait.UntilAsync(() => provider.Status("greeter:late").IsServing);
    }

    [Theory]
    [InlineData(nameof(PluginRuntime.Check))]
    [InlineData(nameof(PluginRuntime.FindInjectedKeys))]
    [InlineData(nameof(PluginRuntime.CreateAsync))]
    public async Task Runtime_BlocksWhileItIsAskedOfOneThatComes_OthersAreReloadedMeanwhile(string member)
    {
        using var release = new ManualResetEventSlim();
        var runtime = new BlockingRuntime(member, release, Token);
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await WatchTests.StartAsync(plugins, o => o.AddRuntime(_ => runtime));
        plugins.WriteManifest("slow");
        var manifest = Path.Combine(plugins.FolderOf("slow"), "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, Token)).Replace("in_process", "blocking", StringComparison.Ordinal), Token);
        try
        {
            await Wait.UntilAsync(() => runtime.IsBlocked);
            plugins.Write("one", 2);
            Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:two", Token).WaitAsync(Limits.Patience, Token)).Outcome);
            await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
            Assert.NotEqual(true, provider.Registry.Find("greeter:slow")?.IsServing);
        }
        finally
        {
            release.Set();
        }

        await Wait.UntilAsync(() => provider.Registry.Find("greeter:slow") is { IsServing: true });
    }

    [Fact]
    public async Task Reload_TwoBecomeTheFallbackAtOnce_OneOfThemDoes()
    {
        using var go = new GoFile();
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root).AllowReload());
        plugins.Write("one", 2, "fallback = true\nstartup_timeout_sec = 600", go.Setup);
        plugins.Write("two", 2, "fallback = true");
        var first = provider.Registry.ReloadAsync(new("greeter", "one"), Token);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Reloading);
        var second = await provider.Registry.ReloadAsync(new("greeter", "two"), Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((PluginReloadOutcome.Failed, PluginErrorCodes.AmbiguousPlugin), (second.Outcome, second.Code));
        go.Create();
        Assert.Equal(PluginReloadOutcome.Replaced, (await first.WaitAsync(Limits.Patience, Token)).Outcome);

        // What was claimed and given up is free again.
        plugins.Write("one", 3);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync(new("greeter", "one"), Token)).Outcome);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync(new("greeter", "two"), Token)).Outcome);
    }

    [Fact]
    public async Task Watch_PluginNeedsOneThatComesWithItsChange_IsReloadedAfterItHasStarted()
    {
        using var plugins = new ReloadablePlugins().Write("a-first", 1);
        await using var provider = await WatchTests.StartAsync(plugins);

        // At once, as a deployment does.
        plugins.Compile(2);
        plugins.Write("low", 1);
        plugins.Write("a-first", 2, "depends_on = [\"low\"]");
        await Wait.UntilAsync(() => provider.Greeter("a-first").Greet("you") == "2");
        await Wait.UntilAsync(() => provider.Status("greeter:a-first").LastReload is { Outcome: PluginReloadOutcome.Replaced });

        // What it needs now counts for what comes later.
        await provider.Registry.TeardownPluginAsync(new("greeter", "low"), Token);
        await provider.Registry.TeardownPluginAsync(new("greeter", "a-first"), Token);
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(new("greeter", "a-first"), Token)).State);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:low").State);
    }

    private Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? configure = null) => TestProvider.StartAsync(
        o =>
        {
            o.AllowReload()
                .Add(HangingPlugins.Manifest("a"), _ => _plugins.Make("a"))
                .Add(HangingPlugins.Manifest("b"), _ => _plugins.Make("b"))
                .Add(HangingPlugins.Manifest("needs-a", "a"), _ => _plugins.Make("needs-a"));
            more?.Invoke(o);
        },
        configure);

    /// <summary>A runtime of which one member takes its time.</summary>
    private sealed class BlockingRuntime(string member, ManualResetEventSlim release, CancellationToken cancellationToken) : PluginRuntime
    {
        private volatile bool _isBlocked;

        public override string Name => "blocking";

        public bool IsBlocked => _isBlocked;

        public override PluginRefusal? Check(PluginDescription plugin)
        {
            Block(nameof(Check));
            return null;
        }

        public override IReadOnlyList<string> FindInjectedKeys(PluginDescription plugin)
        {
            Block(nameof(FindInjectedKeys));
            return [];
        }

        public override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken)
        {
            Block(nameof(CreateAsync));
            return new(new TestInstance(1));
        }

        private void Block(string name)
        {
            if (name == member)
            {
                _isBlocked = true;
                release.Wait(cancellationToken);
            }
        }
    }

    /// <summary>Logs that take their time.</summary>
    private sealed class BlockingLogs(Action<string> told) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => told(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    /// <summary>A file that setups wait for.</summary>
    private sealed class GoFile : IDisposable
    {
        private readonly string _name = Guid.NewGuid().ToString("N");

        public string Setup => Waiting.Replace("NAME", _name, StringComparison.Ordinal);

        private string FullPath => Path.Combine(AppContext.BaseDirectory, "go-" + _name);

        public void Create() => File.WriteAllText(FullPath, string.Empty);

        public void Dispose() => File.Delete(FullPath);
    }
}
