namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The cases by <c>runtime = "in_process"</c>.</summary>
public sealed class InProcessTests(InProcess way) : FixedChunkerTests<InProcess>(way)
{
    [Fact]
    public void Chunk_OfHalfAPair_IsCutAsAnyText() => Assert.Equal([new(0, "a\ud83d"), new(2, "b")], Way.Chunker.Chunk("a\ud83db", 2));

    [Fact]
    public void Process_IsTheHosts() => Assert.Equal(Environment.ProcessId, Way.Probe.Look().Process);

    [Fact]
    public void Metadata_ThatSaysWhoCalls_ReachesThePlugin()
    {
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");

        Assert.Equal("acme", Way.Probe.SeenByCall().Metadata[CallMetadata.TenantId].GetString());
    }

    protected override (string? Type, string Message) FaultOf(Action call)
    {
        var fault = Assert.ThrowsAny<Exception>(call);
        return (fault.GetType().Name, fault.Message);
    }
}
