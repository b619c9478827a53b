using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Calls_WhilePluginsStartAndStop_AreServedOrSayAStateThatDoesNotServe()
    {
        await using var provider = TestProvider.Build(static o => o.Add("greeter:a", static _ => new CodePlugin()).Add("greeter:b", static _ => new CodePlugin()));
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Call(provider, over.Token))).ToList();
        for (var i = 0; i < 60; i++)
        {
            await Task.WhenAll(provider.Services.SetupPluginsAsync(), provider.Services.SetupPluginsAsync()).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
            await Task.WhenAll(provider.Services.TeardownPluginsAsync(), provider.Services.TeardownPluginsAsync()).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        }

        await over.CancelAsync();
        var states = (await Task.WhenAll(callers).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken)).SelectMany(static seen => seen).Distinct();
        Assert.DoesNotContain(PluginState.Ready, states);
    }

    [Fact]
    public async Task Dispose_ByTwoThreadsWhileStarting_Ends()
    {
        for (var i = 0; i < 20; i++)
        {
            var events = new EventLog();
            var provider = TestProvider.Build(o => o.Add("greeter:a", _ => new CodePlugin { OnDispose = () => events.Add("dispose") }));
            var setup = Task.Run(() => provider.Services.SetupPluginsAsync());
            var ends = Task.WhenAll(Task.Run(provider.Services.Dispose), Task.Run(() => provider.Services.DisposeAsync().AsTask()));
            await ends.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
            await Task.WhenAny(setup).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
            Assert.True(setup.IsCompletedSuccessfully || setup.IsCanceled || setup.Exception?.InnerException is ObjectDisposedException, setup.Exception?.ToString());
        }
    }

    [Fact]
    public async Task ApplicationStopping_SetupIgnoresItsToken_TheStartEndsAndThePluginIsTornDownWhenItIsDone()
    {
        var events = new EventLog();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var logs = new TestLogs();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(logs);
        builder.Services.Configure<HostOptions>(static options => options.ServicesStartConcurrently = true);
        builder.Services.AddDagstackPlugins(o => o.Add("greeter:deaf", _ => new CodePlugin
        {
            OnSetup = async cancellation =>
            {
                events.Add("setup");
                await release.Task;
            },
            OnTeardown = _ =>
            {
                events.Add("teardown");
                return new(true);
            },
            OnDispose = () => events.Add("dispose"),
        }));
        using var host = builder.Build();
        var start = host.StartAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("setup");
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        Assert.NotNull(error);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["setup"], events.Events);

        release.SetResult();
        await events.WaitForAsync("dispose");
        Assert.Equal(["setup", "teardown", "dispose"], events.Events);
    }

    [Fact]
    public async Task Setup_PluginWhoseEarlierSetupStillRuns_IsNotMadeTwice()
    {
        var events = new EventLog();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        await using var provider = TestProvider.Build(
            o => o.Add("greeter:deaf", _ => new CodePlugin
            {
                OnSetup = async cancellation =>
                {
                    events.Add("setup");
                    await release.Task;
                },
                OnDispose = () => events.Add("dispose"),
            }),
            services => services.AddSingleton<TimeProvider>(time));
        var first = provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("setup");
        time.Advance(TimeSpan.FromSeconds(30));
        await first.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        var second = provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(30));
        await second.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["setup"], events.Events);
        Assert.Contains("earlier", provider.Status("greeter:deaf").Reason, StringComparison.Ordinal);

        release.SetResult();
        await events.WaitForAsync("dispose");
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:deaf").State);
    }

    private static List<PluginState> Call(TestProvider provider, CancellationToken over)
    {
        var seen = new List<PluginState>();
        while (!over.IsCancellationRequested)
        {
            try
            {
                Assert.Equal("x", provider.Greeter("a").Greet("x"));
                Assert.Equal(2, provider.Registry.Plugins.Count);
            }
            catch (PluginUnavailableException unavailable)
            {
                seen.Add(unavailable.State);
            }
        }

        return seen;
    }
}
