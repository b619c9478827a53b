using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>What a host remembers of the states of a plugin, and of who needs whom.</summary>
public sealed class HistoryTests
{
    private readonly FakeTimeProvider _time = new(new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_OfAPluginThatFailsAndRecovers_HasEveryStateInOrder()
    {
        var isIll = true;
        await using var provider = await StartAsync(o => o.Add("greeter:ill", new CodePlugin { OnSetup = _ => isIll ? throw new InvalidOperationException("no licence") : default }));
        isIll = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await provider.Registry.RetryAsync(Token);
        await provider.Registry.TeardownPluginAsync("greeter:ill", Token);

        var details = provider.Registry.Describe("greeter:ill")!;

        Assert.Equal(
            [
                "discovered",
                "discovered -> starting",
                "starting -> unavailable: its setup threw System.InvalidOperationException: no licence. See to what it complains of; the log has the place where it threw.",
                "unavailable -> starting",
                "starting -> ready",
                "ready -> stopping",
                "stopping -> stopped",
            ],
            details.History.Select(static change => change.ToString()));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], details.History.Select(static change => change.Generation));
        Assert.Equal(PluginErrorCodes.PluginUnavailable, details.History[2].Code);
        var began = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equal([.. Enumerable.Repeat(began, 3), .. Enumerable.Repeat(began.AddMinutes(1), 4)], details.History.Select(static change => change.At));
        Assert.Equal((0, PluginState.Stopped, "greeter:ill"), (details.HistoryDropped, details.Status.State, details.Manifest!.Id.ToString()));
    }

    [Fact]
    public async Task History_OfAPluginThatComesAndGoes_KeepsTheLastHundred()
    {
        await using var provider = await StartAsync(static o => o.Add("greeter:restless", new CodePlugin()));
        for (var i = 0; i < 60; i++)
        {
            await provider.Registry.TeardownPluginAsync("greeter:restless", Token);
            await provider.Registry.SetupPluginAsync("greeter:restless", Token);
        }

        var details = provider.Registry.Describe("greeter:restless")!;
        Assert.Equal((100, 3 + (60 * 4) - 100), (details.History.Count, details.HistoryDropped));
        Assert.Equal(("starting -> ready", 61), (details.History[^1].ToString(), details.History[^1].Generation));
        Assert.Equal(details.History.Skip(1).Select(static change => change.From), details.History.SkipLast(1).Select(static change => (PluginState?)change.To));
    }

    [Fact]
    public async Task Describe_PluginThatCannotBeRead_HasNoManifestAndSaysWhy()
    {
        using var folders = new PluginFolders().Write("broken/dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"greeter\"\n");
        await using var provider = await TestProvider.StartAsync(folders);
        var details = provider.Registry.Describe("greeter:broken")!;
        Assert.Null(details.Manifest);
        Assert.Equal(["discovered", "unavailable"], details.History.Select(static change => PluginStates.NameOf(change.To)));
        Assert.Equal((PluginErrorCodes.ManifestInvalid, details.Status.Reason), (details.History[1].Code, details.History[1].Reason));
        Assert.Equal((null, null, false), (details.Start, details.Health, details.IsActive));
    }

    [Fact]
    public async Task Describe_NoSuchPlugin_IsNull()
    {
        await using var provider = await StartAsync(static _ => { });
        Assert.Null(provider.Registry.Describe("greeter:nobody"));
        Assert.Throws<FormatException>(() => provider.Registry.Describe("nobody"));
    }

    [Fact]
    public async Task Describe_SaysWhoNeedsWhom()
    {
        await using var provider = await StartAsync(static o => o
            .Add("greeter:base", new CodePlugin())
            .Add(new PluginManifest { Id = new("greeter", "middle"), DependsOn = [new("base")] }, new CodePlugin())
            .Add(new PluginManifest { Id = new("greeter", "top"), DependsOn = [new("middle"), new("base")] }, new CodePlugin()));
        Assert.Equal(("", "greeter:middle greeter:top"), Of("base"));
        Assert.Equal(("greeter:base", "greeter:top"), Of("middle"));
        Assert.Equal(("greeter:base greeter:middle", ""), Of("top"));

        (string, string) Of(string name)
        {
            var details = provider.Registry.Describe("greeter:" + name)!;
            return (string.Join(' ', details.DependsOn), string.Join(' ', details.Dependents));
        }
    }

    private Task<TestProvider> StartAsync(Action<DagstackPluginOptions> plugins) => TestProvider.StartAsync(plugins, services => services.AddSingleton<TimeProvider>(_time));
}
