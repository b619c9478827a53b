namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A stream that gives so many bytes at a time.</summary>
internal sealed class PieceStream(byte[] bytes, int size) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
}
