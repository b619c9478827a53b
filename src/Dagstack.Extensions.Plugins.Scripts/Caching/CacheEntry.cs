using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>A compiled module as the bytes of one file: a mark, its key, assembly and symbols with their lengths, and a hash of all that.</summary>
internal static class CacheEntry
{
    private const int LengthOfKey = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Mark => "dagstack script\u0001"u8;

    private static int LengthOfHead => Mark.Length + LengthOfKey + (2 * sizeof(int));

    public static byte[] Write(ReadOnlySpan<byte> key, PluginModule module)
    {
        var bytes = new byte[LengthOfHead + module.Image.Length + module.Symbols.Length + SHA256.HashSizeInBytes];
        var rest = bytes.AsSpan();
        Put(ref rest, Mark);
        Put(ref rest, key);
        BinaryPrimitives.WriteInt32LittleEndian(rest, module.Image.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], module.Symbols.Length);
        rest = rest[(2 * sizeof(int))..];
        Put(ref rest, module.Image.Span);
        Put(ref rest, module.Symbols.Span);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - rest.Length), rest);
        return bytes;
    }

    /// <summary>Reads an entry.</summary>
    /// <returns>The module, or what is wrong.</returns>
    public static (PluginModule? Module, string? Complaint) Read(ReadOnlySpan<byte> key, byte[] bytes)
    {
        if (bytes.Length <= LengthOfHead + SHA256.HashSizeInBytes || !bytes.AsSpan().StartsWith(Mark))
        {
            return (null, "it is too short, or does not begin as one does");
        }

        if (!bytes.AsSpan(Mark.Length, LengthOfKey).SequenceEqual(key))
        {
            return (null, "it is that of another module");
        }

        var content = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
        {
            return (null, "its hash is another one");
        }

        var lengths = bytes.AsSpan(LengthOfHead - (2 * sizeof(int)));
        var (image, symbols) = (BinaryPrimitives.ReadInt32LittleEndian(lengths), BinaryPrimitives.ReadInt32LittleEndian(lengths[sizeof(int)..]));
        return image > 0 && symbols >= 0 && LengthOfHead + (long)image + symbols == content.Length
            ? (new(bytes.AsMemory(LengthOfHead, image), bytes.AsMemory(LengthOfHead + image, symbols)), null)
            : (null, "its lengths are wrong");
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }
}
