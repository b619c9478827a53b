namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>A stream whose reads fail as no stream of a pipe does.</summary>
internal sealed class BrokenStream : MemoryStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new InvalidOperationException("broken");
}
