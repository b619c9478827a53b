using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>What one plugin does wrong stays with that plugin.</summary>
public sealed class FaultyPluginTests
{
    [Fact]
    public async Task Teardown_BackgroundServiceFailsToStop_TheOthersAreStoppedAndThePluginIsTornDown()
    {
        using var folders = new PluginFolders().Add("bad", "WorkerThatFailsToStop");
        await using var provider = await TestProvider.StartAsync(folders);
        var error = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["start first", "start second", "stop second", "stop first", "teardown"], provider.Events.Events);
        Assert.Contains("second does not stop", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_CallThrowsFromItsCancellationCallback_TheOtherPluginsAreTornDown()
    {
        var time = new FakeTimeProvider();
        var events = new EventLog();
        var plugin = new CodePlugin
        {
            OnGreet = static async cancellation =>
            {
                var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var first = cancellation.Register(cancelled.SetResult);
                using var second = cancellation.Register(static () => throw new InvalidOperationException("from a callback"));
                await cancelled.Task;
                return "cancelled";
            },
        };
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("greeter:rude", plugin).Add("greeter:a", new CodePlugin { OnTeardown = Teardown }),
            services => services.AddSingleton<TimeProvider>(time));
        var call = provider.Greeter("rude").GreetAsync("x", CancellationToken.None);
        var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("cancelled", await call.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        await teardown.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["teardown"], events.Events);

        ValueTask<bool> Teardown(CancellationToken cancellation)
        {
            events.Add("teardown");
            return new(true);
        }
    }

    [Fact]
    public async Task Teardown_ObservesItsToken_IsLeakedAndDisposedAllTheSame()
    {
        var time = new FakeTimeProvider();
        var events = new EventLog();
        var logs = new TestLogs();
        var plugin = new CodePlugin
        {
            OnTeardown = async cancellation =>
            {
                events.Add("teardown");
                await Task.Delay(Timeout.Infinite, cancellation);
                return true;
            },
            OnDispose = () => events.Add("dispose"),
        };
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:slow", _ => plugin), services => services.AddSingleton<TimeProvider>(time).AddLogging(logging => logging.AddProvider(logs)));
        var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("teardown");
        time.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<TeardownErrorsException>(() => teardown.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        await events.WaitForAsync("dispose");
        Assert.Equal(PluginState.Leaked, provider.Status("greeter:slow").State);
    }

    [Fact]
    public async Task Teardown_NoTimeLeft_PluginsThatWereNotReachedAreLeakedAndNotTouched()
    {
        var events = new EventLog();
        using var folders = new PluginFolders().Add("one", "RecordingGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        var error = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(new CancellationToken(canceled: true)));
        Assert.Contains("before its turn", error.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Leaked, provider.Status("greeter:one").State);
        Assert.Equal(["setup one"], provider.Events.Events);
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x"));
    }

    [Theory]
    [InlineData(long.MaxValue, PluginState.Ready)]
    [InlineData(-1 * TimeSpan.TicksPerMillisecond, PluginState.Ready)]
    [InlineData(-5 * TimeSpan.TicksPerSecond, PluginState.Unavailable)]
    public async Task Timeouts_OutOfTheTimersRange_DoNotStopTheHost(long ticks, PluginState expected)
    {
        var odd = new PluginManifest { Id = new("greeter", "odd"), StartupTimeout = TimeSpan.FromTicks(ticks), TeardownTimeout = TimeSpan.FromTicks(ticks) };
        var hangs = new TaskCompletionSource();
        await using var provider = await TestProvider.StartAsync(o => o
            .Add(odd, new CodePlugin { OnSetup = _ => expected == PluginState.Ready ? default : new(hangs.Task) })
            .Add("greeter:next", new CodePlugin()));
        Assert.Equal(expected, provider.Status("greeter:odd").State);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:next").State);
        hangs.SetResult();
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Dispose_HostServiceMadeForAPlugin_OutlivesItsTeardown()
    {
        var events = new EventLog();
        var services = new ServiceCollection();
        services.AddSingleton(_ => new Connection(events));
        services.AddDagstackPlugins(o => o.Add("greeter:connected", provider =>
        {
            var connection = provider.GetRequiredService<Connection>();
            return new CodePlugin
            {
                OnTeardown = cancellation =>
                {
                    events.Add(connection.IsOpen ? "torn down with a connection" : "torn down without");
                    return new(true);
                },
            };
        }));
        await using (var provider = TestProvider.Build(services))
        {
            await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["torn down with a connection", "connection closed"], events.Events);
    }

    [Fact]
    public async Task Factory_ReturnsTheWrongType_ThePluginIsUnavailableAndTheObjectDisposed()
    {
        var events = new EventLog();
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:wrong", _ => new Connection(events)).AddKind<IGreeter>());
        Assert.Equal("PluginLoadError", provider.Status("greeter:wrong").Code);
        Assert.Equal(["connection closed"], events.Events);
    }

    private sealed class Connection(EventLog events) : IDisposable
    {
        public bool IsOpen { get; private set; } = true;

        public void Dispose()
        {
            IsOpen = false;
            events.Add("connection closed");
        }
    }
}
