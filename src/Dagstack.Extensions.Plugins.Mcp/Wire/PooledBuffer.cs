using System.Buffers;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Bytes that grow, in an array of the pool.</summary>
/// <param name="maximum">How many there may be, the end of a line not counted.</param>
internal sealed class PooledBuffer(int maximum = int.MaxValue) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(1024);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>Gets whether more was written than there may be: what is here is not the whole then.</summary>
    public bool IsOver { get; private set; }

    /// <exception cref="WireException">There are too many.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        IsOver |= (long)Length + count > maximum + 1L;
        ThrowIfOver();
        Length += count;
    }

    /// <summary>Throws again what a writer may have swallowed.</summary>
    /// <exception cref="WireException">More was written than there may be.</exception>
    public void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new WireException(WireFault.TooLong, $"The call has more bytes than the {maximum:N0} that a message may have. Pass what is large in pieces, or by a key.");
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>What was written from an index on, to be changed in place.</summary>
    public Span<byte> From(int start) => _array.AsSpan(start, Length - start);

    /// <summary>Gives the array to another owner, who returns it to the pool.</summary>
    public byte[] Detach()
    {
        var array = _array;
        _array = [];
        return array;
    }

    public void Dispose()
    {
        var array = Detach();
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void MakeRoom(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 256);
        if (_array.Length - Length >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_array.Length * 2, Length + needed)));
        _array.AsSpan(0, Length).CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
