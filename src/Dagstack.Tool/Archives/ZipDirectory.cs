using System.Buffers.Binary;

namespace Dagstack.Tool.Archives;

/// <summary>The list of files at the end of a zip, of which as much is read as is needed to count them.</summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int MaxComment = 65_535;
    private const int HeaderSize = 46;

    /// <summary>Tells whether an archive has more entries than it may, whatever it says of their number. What is no archive has none.</summary>
    public static bool HasMoreThan(Stream archive, long max)
    {
        if (StartOf(archive) is not { } start || start < 0 || start > archive.Length)
        {
            return false;
        }

        var count = 0L;
        Span<byte> header = stackalloc byte[HeaderSize];
        archive.Position = start;

        // Not disposed, since that would close the archive.
        var read = new BufferedStream(archive, 1 << 16);
        while (count <= max && read.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize && header[..4].SequenceEqual("PK\x01\x02"u8))
        {
            count++;
            read.Seek(Short(header, 28) + Short(header, 30) + Short(header, 32), SeekOrigin.Current);
        }

        return count > max;
    }

    private static long? StartOf(Stream archive)
    {
        var tail = new byte[Math.Min(archive.Length, EndSize + MaxComment)];
        var at = archive.Length - tail.Length;
        archive.Position = at;
        archive.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndSize > tail.Length)
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        return start == uint.MaxValue ? StartOfLarge(archive, at + end) : start;
    }

    /// <summary>Where numbers have 64 bits, a pointer before the end leads to them.</summary>
    private static long? StartOfLarge(Stream archive, long end)
    {
        const int LocatorSize = 20;
        const int RecordSize = 56;
        Span<byte> read = stackalloc byte[RecordSize];
        if (end < LocatorSize)
        {
            return null;
        }

        archive.Position = end - LocatorSize;
        archive.ReadExactly(read[..LocatorSize]);
        var record = BinaryPrimitives.ReadInt64LittleEndian(read[8..]);
        if (!read[..4].SequenceEqual("PK\x06\x07"u8) || record < 0 || record > archive.Length - RecordSize)
        {
            return null;
        }

        archive.Position = record;
        archive.ReadExactly(read);
        return BinaryPrimitives.ReadInt64LittleEndian(read[48..]);
    }

    private static int Short(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
}
