namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The cases by <c>runtime = "mcp_stdio"</c>.</summary>
public sealed class OneProcessTests(OneProcess way) : RemoteTests<OneProcess>(way)
{
    [Fact]
    public void Metadata_ThatSaysWhoCalls_ReachesThePlugin()
    {
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");

        Assert.Equal("acme", Way.Probe.SeenByCall().Metadata[CallMetadata.TenantId].GetString());
    }
}
