using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>What is given up, or runs out of time, costs nobody what he had: no teardown, no plugin, no retry.</summary>
public sealed class GivingUpTests
{
    private static readonly PluginId s_one = new("greeter", "one");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("retry")]
    [InlineData("setup")]
    [InlineData("reload")]
    public async Task RetrySetupOrReload_CallerGivesUpDuringTheStop_TheOldInstanceIsTornDownAndNothingIsLeaked(string member)
    {
        var (tearing, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var (isIll, made) = (false, 0);
        await using var provider = await TestProvider.StartAsync(o =>
        {
            (o.HealthInterval, o.HealthFailures) = (TimeSpan.FromMilliseconds(10), 1);
            o.AllowReload().Add("greeter:one", _ => new Ailing(Interlocked.Increment(ref made) == 1 ? () => !Volatile.Read(ref isIll) : static () => true, async token =>
            {
                tearing.TrySetResult();
                await release.Task.WaitAsync(token);
            }));
        });
        Volatile.Write(ref isIll, true);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Unavailable);
        using var caller = new CancellationTokenSource();
        var act = member switch
        {
            "retry" => provider.Registry.RetryAsync(caller.Token),
            "setup" => provider.Registry.SetupPluginAsync(s_one, caller.Token),
            _ => (Task)provider.Registry.ReloadAsync(s_one, caller.Token),
        };
        await tearing.Task.WaitAsync(Limits.Patience, Token);
        await caller.CancelAsync();
        release.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => act.WaitAsync(Limits.Patience, Token));
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, "its start was cancelled.", 0), (status.State, status.Reason, status.LeakedGenerations));
        await provider.Registry.RetryAsync(Token);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
    }

    [Fact]
    public async Task Stop_TimeOfTheHostIsOverAndACallIsInFlight_AllAreTornDownInTheGrace()
    {
        var (events, inside) = (new EventLog(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDagstackPlugins(o =>
        {
            o.ShutdownGrace = TimeSpan.FromSeconds(4);
            o.Add("greeter:busy", new CodePlugin
            {
                OnGreet = async token =>
                {
                    inside.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                    return string.Empty;
                },
                OnTeardown = _ =>
                {
                    events.Add("teardown busy");
                    return new(true);
                },
            }).Add("greeter:calm", CodePlugin.Recording(events, "calm"));
        });
        using var host = builder.Build();
        await host.StartAsync(Token);
        var call = host.Services.GetRequiredKeyedService<Fixtures.IGreeter>("greeter:busy").GreetAsync("x", CancellationToken.None);
        await inside.Task;
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        await host.StopAsync(over.Token);
        Assert.Equal(["setup calm", "teardown busy", "teardown calm"], events.Events.Order(StringComparer.Ordinal));
        Assert.All(host.Services.GetRequiredService<IPluginRegistry>().Plugins, static plugin => Assert.Equal(PluginState.Stopped, plugin.State));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task RetryUnavailable_PluginFailsLongAfterTheStart_IsTriedAgain()
    {
        var (time, runtime) = (new FakeTimeProvider(), new TestRuntime());
        await using var provider = await TestProvider.StartAsync(
            o => o.RetryUnavailable(TimeSpan.FromSeconds(2)).AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => runtime),
            services => services.AddSingleton<TimeProvider>(time));
        for (var i = 2; i < 5; i++)
        {
            time.Advance(TimeSpan.FromDays(1));
            runtime.Last.Die();
            Assert.Equal(PluginState.Unavailable, provider.Status("greeter:one").State);
            await Wait.UntilAsync(() =>
            {
                // Not while it starts, which has its time too.
                if (provider.Status("greeter:one").State == PluginState.Unavailable)
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                }

                return provider.Status("greeter:one").State == PluginState.Ready;
            });
            Assert.Equal($"{i}: x", provider.Greeter("one").Greet("x"));
        }
    }

    [Fact]
    public async Task LoggingProvider_Throws_PluginsStartServeAndStopAsEver()
    {
        var events = new EventLog();
        await using (var provider = await TestProvider.StartAsync(
            o => o.Add("greeter:a", CodePlugin.Recording(events, "a")).Add("greeter:b", new CodePlugin { OnTeardown = static _ => throw new InvalidTimeZoneException("no") }).Add("greeter:c", CodePlugin.Recording(events, "c")),
            static services => services.AddLogging(static logging => logging.AddProvider(new FaultyProvider()))))
        {
            Assert.Equal("x", provider.Greeter("a").Greet("x"));
            await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(Token));
            Assert.All(provider.Registry.Plugins, static plugin => Assert.Equal(PluginState.Stopped, plugin.State));
        }

        Assert.Equal(["setup a", "setup c", "teardown a", "teardown c"], events.Events.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TwoThousandPlugins_StartAndStop_SoManyAtATimeAndNoneIsLeaked()
    {
        var (inside, most) = (0, 0);
        var counted = new Lock();
        await using var provider = await TestProvider.StartAsync(o =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                o.Add($"greeter:p{i}", new CodePlugin { OnSetup = _ => CountAsync(), OnTeardown = async _ => { await CountAsync(); return true; } });
            }
        });
        Assert.All(provider.Registry.Plugins, static plugin => Assert.Equal(PluginState.Ready, plugin.State));
        await provider.Services.TeardownPluginsAsync(Token);
        Assert.All(provider.Registry.Plugins, static plugin => Assert.Equal(PluginState.Stopped, plugin.State));
        Assert.InRange(most, 1, 256);

        async ValueTask CountAsync()
        {
            var now = Interlocked.Increment(ref inside);
            lock (counted)
            {
                most = Math.Max(most, now);
            }

            await Task.Delay(1);
            Interlocked.Decrement(ref inside);
        }
    }

    private sealed class Ailing(Func<bool> isHealthy, Func<CancellationToken, Task> teardown) : Fixtures.IGreeter, IPluginHealth, IPluginTeardown
    {
        public string Greet(string name) => name;

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(isHealthy() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("it is ill."));

        public async ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
        {
            await teardown(cancellationToken);
            return true;
        }
    }

    private sealed class FaultyProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new IOException("the disk is full");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new IOException("the disk is full");

        public void Dispose()
        {
        }
    }
}
