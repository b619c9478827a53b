namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The cases by <c>runtime = "mcp_http"</c>, of a host that another one serves its plugins to. Two things are that host's own, and say so here.</summary>
public sealed class AnotherHostTests(AnotherHost way) : RemoteTests<AnotherHost>(way)
{
    [Fact]
    public void Options_OfTheCallersHost_AreNotThePlugins()
    {
        Assert.Equal("2", Way.Configuration["chunker:fixed:max_size"]);
        Assert.Single(Way.Chunker.Chunk("abcdef"));
    }

    [Fact]
    public void Metadata_ThatSaysWhoCalls_IsNotBelieved()
    {
        using var scope = CallMetadata.Begin(new Dictionary<string, object?> { [CallMetadata.TenantId] = "acme", ["depth"] = 3L });

        var seen = Way.Probe.SeenByCall().Metadata;

        Assert.False(seen.ContainsKey(CallMetadata.TenantId));
        Assert.Equal("3", seen["depth"].GetString());
    }
}
