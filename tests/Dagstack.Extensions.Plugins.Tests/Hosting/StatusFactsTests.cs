using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Hosting;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>What a status says beside the state: what runs the plugin, and how many calls are in it.</summary>
public sealed class StatusFactsTests
{
    [Fact]
    public async Task Runtime_IsTheFirstThatTheHostHas()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("both", "PlainGreeter").Add("other", "PlainGreeter");
        foreach (var (name, runtime) in new[] { ("both", "[\"mcp_stdio\", \"in_process\"]"), ("other", "\"mcp_http\"") })
        {
            await File.WriteAllTextAsync(folders.ManifestOf(name), (await File.ReadAllTextAsync(folders.ManifestOf(name), TestContext.Current.CancellationToken)).Replace("\"in_process\"", runtime, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).Add("greeter:given", new CodePlugin()));

        Assert.Equal(
            [("both", "in_process"), ("given", "in_process"), ("other", null), ("plain", "in_process")],
            provider.Registry.Plugins.Select(static plugin => (plugin.Id!.Value.Name, plugin.Runtime)));
    }

    [Fact]
    public async Task CallsInFlight_AreCountedWhileTheyRun()
    {
        var open = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:slow", new CodePlugin { OnGreet = _ => open.Task }).Add("greeter:other", new CodePlugin()));
        Assert.Equal(0, provider.Status("greeter:slow").CallsInFlight);

        var calls = Enumerable.Range(0, 3).Select(_ => provider.Greeter("slow").GreetAsync("x", CancellationToken.None)).ToArray();
        var during = provider.Status("greeter:slow");
        var all = provider.Registry.OfKind("greeter").Select(static plugin => (plugin.Id!.Value.Name, plugin.CallsInFlight)).ToArray();
        open.SetResult("hello");
        await Task.WhenAll(calls).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((PluginState.Ready, 3), (during.State, during.CallsInFlight));
        Assert.Equal([("other", 0), ("slow", 3)], all);
        await Wait.UntilAsync(() => provider.Status("greeter:slow").CallsInFlight == 0);
    }

    [Fact]
    public async Task CallsInFlight_OfAPluginThatStops_AreCountedUntilTheyEnd()
    {
        var open = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:slow", new CodePlugin { OnGreet = _ => open.Task }));
        var call = provider.Greeter("slow").GreetAsync("x", CancellationToken.None);

        var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        var stopping = provider.Status("greeter:slow");
        open.SetResult("hello");
        await call.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await teardown.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        Assert.Equal((PluginState.Stopping, 1), (stopping.State, stopping.CallsInFlight));
        Assert.Equal((PluginState.Stopped, 0), (provider.Status("greeter:slow").State, provider.Status("greeter:slow").CallsInFlight));
    }

    [Fact]
    public async Task CallsInFlight_OfAPluginThatIsReplaced_AreThoseOfBothInstances()
    {
        var open = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Add("greeter:slow", _ => new CodePlugin { OnGreet = _ => open.Task }));
        var before = provider.Greeter("slow").GreetAsync("x", CancellationToken.None);

        var reload = provider.Registry.ReloadAsync(PluginId.Parse("greeter:slow"), TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => provider.Status("greeter:slow").Generation == 2);
        var after = provider.Greeter("slow").GreetAsync("x", CancellationToken.None);
        var both = provider.Status("greeter:slow").CallsInFlight;
        open.SetResult("hello");
        await Task.WhenAll(before, after, reload).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(2, both);
        await Wait.UntilAsync(() => provider.Status("greeter:slow").CallsInFlight == 0);
    }

    [Fact]
    public async Task Find_WhileAStateIsChanging_DoesNotWait()
    {
        var open = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:slow", new CodePlugin { OnGreet = _ => open.Task }));
        var call = provider.Greeter("slow").GreetAsync("x", CancellationToken.None);
        var found = new TaskCompletionSource<PluginStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var moving = provider.Services.GetRequiredService<PluginHost>().Find(PluginId.Parse("greeter:slow"))!.Moving;

        var thread = new Thread(() => found.SetResult(provider.Registry.Find(PluginId.Parse("greeter:slow")))) { IsBackground = true };
        lock (moving)
        {
            thread.Start();
            Assert.True(thread.Join(Limits.Patience));
        }

        Assert.Equal(1, (await found.Task)!.CallsInFlight);
        open.SetResult("hello");
        await call.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void CopyOfAStatus_HasEverythingButTheNumberOfCalls()
    {
        var status = new PluginStatus
        {
            Id = PluginId.Parse("a:b"),
            State = PluginState.Reloading,
            Code = "code",
            Reason = "reason",
            Path = "path",
            Version = "1.0.0",
            Publisher = "publisher",
            IsUntrusted = true,
            Runtime = "in_process",
            CallsInFlight = 1,
            Priority = 2,
            Capabilities = ["x"],
            ReadySince = DateTimeOffset.UnixEpoch,
            StartDuration = TimeSpan.FromSeconds(3),
            RequiresRestart = true,
            Generation = 4,
            LastReload = new() { Plugin = PluginId.Parse("a:b"), Outcome = default, Generation = 4, At = DateTimeOffset.UnixEpoch },
            LeakedGenerations = 5,
            IsServing = true,
        };

        var copy = PluginEntry.WithCalls(status, 9);

        foreach (var property in typeof(PluginStatus).GetProperties())
        {
            // One that has its default here would pass without being copied.
            Assert.NotEqual(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null, property.GetValue(status));
            Assert.Equal(property.Name == nameof(PluginStatus.CallsInFlight) ? 9L : property.GetValue(status), property.GetValue(copy));
        }
    }
}
