using System.Buffers.Binary;

namespace Dagstack.Extensions.Plugins;

/// <summary>The resource <c>rng</c>: the only source of randomness that a plugin has.</summary>
/// <remarks>
/// A plugin takes it as a constructor parameter of this type or of <see cref="Random"/> and declares <c>rng</c> in its manifest.
/// In an application it draws from the operating system and may be used by several threads. Every member draws through
/// <see cref="NextUInt64"/>, so a seeded generator replays all of them. See §6 of the plugin contract.
/// </remarks>
public abstract class Rng : Random
{
    /// <summary>Draws 64 random bits.</summary>
    /// <returns>Any number, all equally likely.</returns>
    public abstract ulong NextUInt64();

    /// <summary>Draws an integer from a closed interval.</summary>
    /// <param name="low">The smallest result.</param>
    /// <param name="high">The largest result, itself included.</param>
    /// <returns>A number from <paramref name="low"/> to <paramref name="high"/>, all equally likely.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is below <paramref name="low"/>.</exception>
    public long NextInclusive(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        var width = unchecked((ulong)high - (ulong)low);
        var offset = width == ulong.MaxValue ? NextUInt64() : NextBelow(width + 1);
        return unchecked((long)((ulong)low + offset));
    }

    /// <summary>Draws a version 4 UUID.</summary>
    /// <returns>A UUID with 122 random bits.</returns>
    public Guid NextUuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Draws one of several items.</summary>
    /// <param name="items">The items.</param>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <returns>One of them, all equally likely.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="items"/> is empty.</exception>
    public T Choice<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count > 0
            ? items[(int)NextBelow((ulong)items.Count)]
            : throw new ArgumentException("There is nothing to choose from: the list is empty.", nameof(items));
    }

    /// <inheritdoc/>
    public sealed override int Next() => (int)NextBelow(int.MaxValue);

    /// <inheritdoc/>
    public sealed override int Next(int maxValue) => (int)NextInt64(maxValue);

    /// <inheritdoc/>
    public sealed override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public sealed override long NextInt64() => (long)NextBelow(long.MaxValue);

    /// <inheritdoc/>
    public sealed override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : (long)NextBelow((ulong)maxValue);
    }

    /// <inheritdoc/>
    public sealed override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValue, minValue);
        return minValue == maxValue ? minValue : NextInclusive(minValue, maxValue - 1);
    }

    /// <inheritdoc/>
    public sealed override float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <inheritdoc/>
    public sealed override double NextDouble() => (NextUInt64() >> 11) * (1d / (1L << 53));

    /// <inheritdoc/>
    public sealed override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        while (buffer.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, NextUInt64());
            buffer = buffer[sizeof(ulong)..];
        }

        if (buffer.Length > 0)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextUInt64());
            last[..buffer.Length].CopyTo(buffer);
        }
    }

    /// <inheritdoc/>
    protected sealed override double Sample() => NextDouble();

    /// <summary>Draws below a bound without bias: the product's high half, low halves that would favour some results drawn again.</summary>
    private ulong NextBelow(ulong bound)
    {
        var high = Math.BigMul(NextUInt64(), bound, out var low);
        if (low < bound)
        {
            var threshold = unchecked(0 - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), bound, out low);
            }
        }

        return high;
    }
}
