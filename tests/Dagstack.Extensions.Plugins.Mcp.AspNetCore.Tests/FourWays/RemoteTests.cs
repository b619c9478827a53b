namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The same in another process, where what passes between is JSON.</summary>
/// <typeparam name="TWay">Where it runs.</typeparam>
public abstract class RemoteTests<TWay>(TWay way) : FixedChunkerTests<TWay>(way)
    where TWay : Way
{
    [Fact]
    public void Chunk_OfHalfAPair_HasTheMarkForWhatIsNoCharacter() => Assert.Equal([new(0, "a\uFFFD"), new(2, "b")], Way.Chunker.Chunk("a\ud83db", 2));

    [Fact]
    public void Process_IsAnotherOne() => Assert.NotEqual(Environment.ProcessId, Way.Probe.Look().Process);

    protected override (string? Type, string Message) FaultOf(Action call)
    {
        var fault = Assert.Throws<PluginCallException>(call);
        return (fault.RemoteType?.Split('.')[^1], fault.Message);
    }
}
