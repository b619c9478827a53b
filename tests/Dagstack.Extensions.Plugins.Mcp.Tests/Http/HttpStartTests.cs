using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A server that is slow or missing holds up nobody but those that depend on it.</summary>
public sealed class HttpStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OneServerThatNeverAnswers_HoldsUpOnlyThoseThatDependOnIt()
    {
        using var hole = new BlackHole();
        await using var server = await DeskServer.StartAsync();
        await using var host = new DeskHost(new()
        {
            Url = server.Address.ToString(),
            Files = folder => folder.Write("hole/dagstack.toml", DeskHost.ManifestOf("hole", hole.Url)),
            Mcp = static options => options.StartPatience = TimeSpan.FromSeconds(1),
            Options = static options => options
                .Add(Manifest("free", dependsOn: "first"), new Clerk())
                .Add(Manifest("first", dependsOn: null), new Clerk())
                .Add(Manifest("held", dependsOn: "hole"), new Clerk())
                .Add(Manifest("reader", dependsOn: "web"), new Clerk()),
        });
        var start = Stopwatch.GetTimestamp();

        await host.StartAsync();

        var elapsed = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"{elapsed}");
        Assert.InRange(elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Equal((PluginState.Ready, PluginState.Ready), (host.StatusOf("desk:first").State, host.StatusOf("desk:free").State));
        await Wait.UntilAsync(() => host.StatusOf("desk:reader").State == PluginState.Ready, "the other server, and who depends on it");
        Assert.Equal((PluginState.Starting, PluginState.Discovered), (host.StatusOf("desk:hole").State, host.StatusOf("desk:held").State));
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        await host.Logs.WaitForAsync("Plugin desk:hole is still starting");

        await host.StopAsync();
        Assert.Equal(PluginState.Stopped, host.Status.State);
    }

    [Fact]
    public async Task Start_ServersThatAnswer_AreReadyWithTheHostAndNotWaitedForLonger()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Mcp = static options => options.StartPatience = TimeSpan.FromMinutes(5) });

        Assert.Equal(PluginState.Ready, host.Status.State);
    }

    [Fact]
    public async Task Start_NobodyIsPatient_IsReadyLater()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Mcp = static options => options.StartPatience = TimeSpan.Zero });

        await host.ReadyAsync();
    }

    [Fact]
    public async Task Start_ServerThatComesLater_StartsThoseThatDependOnIt()
    {
        await using var server = await DeskServer.StartAsync();
        await server.StopAsync();
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Options = static options => options.Add(Manifest("held", dependsOn: "web"), new Clerk()).Add(Manifest("second", dependsOn: "held"), new Clerk()),
        });
        await Wait.UntilAsync(() => host.StatusOf("desk:second") is { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency }, "waits");

        await server.StartAsync();

        await Wait.UntilAsync(() => host.StatusOf("desk:second").State == PluginState.Ready, "ready");
        Assert.Equal(PluginState.Ready, host.StatusOf("desk:held").State);
    }

    [Fact]
    public async Task Start_RequiredServerThatIsNotThere_FailsTheStart()
    {
        await using var server = await DeskServer.StartAsync();
        await server.StopAsync();
        await using var host = new DeskHost(new() { Url = server.Address.ToString(), Mcp = static options => options.StartPatience = TimeSpan.Zero, Options = static options => options.Require("desk:web") });

        var fault = await Assert.ThrowsAsync<PluginStartException>(host.StartAsync);

        Assert.Contains("Connection refused", fault.Message, StringComparison.Ordinal);
    }

    private static PluginManifest Manifest(string name, string? dependsOn) => new() { Id = new("desk", name), CoreVersion = "*", DependsOn = dependsOn is null ? [] : [new(dependsOn, "desk")] };
}
