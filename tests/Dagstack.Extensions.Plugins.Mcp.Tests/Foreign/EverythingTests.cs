using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The reference server as a child process.</summary>
public sealed class EverythingTests(EverythingHost shared) : EverythingCases(shared), IClassFixture<EverythingHost>
{
    private readonly EverythingHost _shared = shared;

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Environment_OfTheHost_IsNotTheServers()
    {
        var host = await _shared.StartedAsync();

        var variables = JsonElement.Parse((await host.CallAsync("get-env")).GetString()!);

        Assert.True(variables.TryGetProperty("PATH", out _));
        Assert.False(variables.TryGetProperty("DAGSTACK_MCP_SERVERS", out _));
    }
}
