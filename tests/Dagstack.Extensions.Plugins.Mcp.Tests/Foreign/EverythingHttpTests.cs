using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The reference server over HTTP: the same, and it goes and comes back.</summary>
public sealed class EverythingHttpTests(EverythingHttpHost shared) : EverythingCases(shared), IClassFixture<EverythingHttpHost>
{
    private const string Plugin = "tool:everything";

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Server_ThatIsKilled_ServesAgainWhenItIsBack()
    {
        await using var server = await EverythingServer.StartAsync();
        await using var host = await ForeignHost.StartHttpAsync("everything", server.Address);

        await server.KillAsync();

        await Assert.ThrowsAsync<PluginUnavailableException>(() => EchoAsync(host));
        await host.Logs.WaitForAsync("its server cannot be reached any more.");
        await server.RestartAsync();
        await host.ReadyAfterAsync(Plugin, 1);
        Assert.Equal("Echo: here", await EchoAsync(host));
        await host.UntilAsync(static functions => functions.Any(static function => function.Name == "simulate-research-query"));
    }

    [Theory(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_ThatTheServerForgets_IsMadeAnew(bool isListened)
    {
        await using var server = await EverythingServer.StartAsync();
        await using var host = await ForeignHost.StartHttpAsync("everything", server.Address);

        // It answers 400 from now on, and a text. Its stream of notifications ends too, which is listened to again.
        await server.ForgetSessionAsync();
        if (!isListened)
        {
            await Record.ExceptionAsync(() => EchoAsync(host));
        }

        await host.ReadyAfterAsync(Plugin, 1);
        Assert.Equal("Echo: here", await EchoAsync(host));
        await host.Logs.WaitForAsync("its server does not know the session any more, as after a restart.");
    }

    private static async Task<string?> EchoAsync(ForeignHost host) => (await host.CallAsync("echo", """{"message":"here"}""")).GetString();
}
