namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A stream of one line of so many bytes, and a short one behind it.</summary>
internal sealed class LongLineStream(long length) : MemoryStream
{
    private long _left = length;
    private int _tail;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left > 0)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return new(count);
        }

        var tail = "\ny"u8[_tail..];
        tail.CopyTo(buffer.Span);
        _tail += tail.Length;
        return new(tail.Length);
    }
}
