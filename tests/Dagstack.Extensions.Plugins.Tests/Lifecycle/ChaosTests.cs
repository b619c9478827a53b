using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Whatever a plugin does wrong, the good ones serve, it has its state and reason, and nothing hangs.</summary>
public sealed class ChaosTests
{
    private const int Good = 25;

    public static TheoryData<string> Names => [.. ChaosPlugins.All.Select(static plugin => plugin.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task StartAndStop_BrokenPluginBesideAGoodOne_OnlyTheBrokenOneFails(string name)
    {
        var plugin = ChaosPlugins.All.First(plugin => plugin.Name == name);
        var others = ChaosPlugins.All.Where(other => plugin.Beside.Contains(other.Name));
        return RunAsync([plugin, .. others], good: 1);
    }

    [Fact]
    public Task StartAndStop_AllBrokenPluginsBesideGoodOnes_TheGoodServeAndAreTornDownInReverse() => RunAsync(ChaosPlugins.All, Good);

    private static async Task RunAsync(IReadOnlyList<ChaosPlugin> broken, int good)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var events = new EventLog();
        await using var provider = TestProvider.Build(o =>
        {
            o.ContinueOnConflict = true;
            o.HealthInterval = TimeSpan.FromMilliseconds(50);
            o.HealthTimeout = TimeSpan.FromSeconds(1);
            o.HealthFailures = 1;
            foreach (var plugin in broken)
            {
                o.Add(ManifestOf(plugin), host => plugin.Make(host, over.Task)!);
            }

            for (var i = 0; i < good; i++)
            {
                AddGood(o, i, events);
            }
        });
        try
        {
            await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
            var calls = await AssertStartedAsync(provider, broken, good);
            var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
            var errors = broken.Any(static plugin => plugin.TeardownError is not null) ? (await Assert.ThrowsAsync<TeardownErrorsException>(() => teardown)).Message : string.Empty;
            await teardown.ContinueWith(static _ => { }, TaskScheduler.Default);
            AssertStopped(provider, broken, errors);
            AssertReverse(events, good);
            over.SetResult();
            await Task.WhenAll(calls.Select(static call => call.ContinueWith(static _ => { }, TaskScheduler.Default))).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            over.TrySetResult();
        }
    }

    private static PluginManifest ManifestOf(ChaosPlugin plugin) => new()
    {
        Id = new("greeter", plugin.Name),
        DependsOn = plugin.DependsOn,
        StartupTimeout = TimeSpan.FromSeconds(plugin.Code == PluginErrorCodes.PluginTimeout ? 0.3 : 30),

        // Half of it is waited for calls in flight before they are told to end, which they need a thread for.
        TeardownTimeout = TimeSpan.FromSeconds(plugin.Stopped == PluginState.Leaked ? 0.4 : plugin.IsCalled ? 6 : 30),
    };

    /// <summary>Each fifth begins a chain of five that depend on each other.</summary>
    private static void AddGood(DagstackPluginOptions options, int number, EventLog events) => options.Add(
        new PluginManifest { Id = new("greeter", $"good-{number:00}"), DependsOn = number % 5 == 0 ? [] : [new($"good-{number - 1:00}")] },
        _ => CodePlugin.Recording(events, $"{number}"));

    private static async Task<List<Task>> AssertStartedAsync(TestProvider provider, IReadOnlyList<ChaosPlugin> broken, int good)
    {
        for (var i = 0; i < good; i++)
        {
            Assert.Equal("x", provider.Greeter($"good-{i:00}").Greet("x"));
        }

        foreach (var plugin in broken)
        {
            if (plugin.IsSick)
            {
                await Wait.UntilAsync(() => provider.Status("greeter:" + plugin.Name).State == plugin.Started, plugin.Name);
            }

            var status = provider.Status("greeter:" + plugin.Name);
            Assert.Equal((plugin.Name, plugin.Started, plugin.Code), (plugin.Name, status.State, status.Code));
            Assert.Contains(plugin.Reason, status.Reason ?? string.Empty, StringComparison.Ordinal);
            if (plugin.Started == PluginState.Unavailable)
            {
                Assert.Equal(PluginState.Unavailable, Assert.Throws<PluginUnavailableException>(() => provider.Greeter(plugin.Name).Greet("x")).State);
            }
        }

        return [.. broken.Where(static plugin => plugin.IsCalled).Select(plugin => CallAsync(provider.Greeter(plugin.Name)))];
    }

    private static async Task CallAsync(IGreeter greeter) => await greeter.GreetAsync("x", CancellationToken.None);

    private static void AssertStopped(TestProvider provider, IReadOnlyList<ChaosPlugin> broken, string errors)
    {
        foreach (var plugin in broken)
        {
            var status = provider.Status("greeter:" + plugin.Name);
            Assert.Equal((plugin.Name, plugin.Stopped ?? plugin.Started), (plugin.Name, status.State));
            Assert.Equal((plugin.Name, plugin.Name == "teardown-releases-not-all"), (plugin.Name, status.RequiresRestart));
            Assert.Contains(plugin.TeardownError ?? string.Empty, errors, StringComparison.Ordinal);
        }
    }

    private static void AssertReverse(EventLog events, int good)
    {
        var at = events.Events.Select(static (text, position) => (text, position)).ToDictionary();
        for (var i = 0; i < good; i++)
        {
            Assert.True(at.ContainsKey($"teardown {i}"), $"good-{i} was not torn down.");
            if (i % 5 != 0)
            {
                Assert.True(at[$"setup {i - 1}"] < at[$"setup {i}"] && at[$"teardown {i}"] < at[$"teardown {i - 1}"], string.Join(Environment.NewLine, events.Events));
            }
        }
    }
}
