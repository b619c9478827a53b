using System.Buffers.Binary;

namespace Dagstack.Tool.Doctor;

/// <summary>The platform of a native library, as its first bytes say it.</summary>
internal static class NativePlatform
{
    private const int MaxHeader = 4096;

    /// <summary>Reads a file.</summary>
    /// <returns>The platform as runtimes name it, such as <c>linux-x64</c>; the system alone where its processor is not known, or there are several; null if it is no native library or cannot be read.</returns>
    public static string? Of(string file)
    {
        try
        {
            Span<byte> start = stackalloc byte[MaxHeader];
            using (var stream = File.OpenRead(file))
            {
                start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            }

            return Of(start) is { } platform && (!platform.StartsWith("win", StringComparison.Ordinal) || ManagedFile.Read(file) is null) ? platform : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the first bytes of a file.</summary>
    /// <param name="start">The bytes.</param>
    public static string? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => Join("linux", start.Length < 20 ? null : Elf(start[5] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(start[18..]) : BinaryPrimitives.ReadUInt16LittleEndian(start[18..]))),
        [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..] => Join("osx", start.Length < 8 ? null : Mach(BinaryPrimitives.ReadUInt32LittleEndian(start[4..]))),
        [0xFE, 0xED, 0xFA, 0xCF or 0xCE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => "osx",
        [(byte)'M', (byte)'Z', ..] => Join("win", Pe(start)),
        _ => null,
    };

    private static string Join(string system, string? processor) => processor is null ? system : $"{system}-{processor}";

    private static string? Elf(ushort machine) => machine switch
    {
        0x3E => "x64",
        0x03 => "x86",
        0xB7 => "arm64",
        0x28 => "arm",
        0xF3 => "riscv64",
        0x16 => "s390x",
        0x15 => "ppc64le",
        0x102 => "loongarch64",
        _ => null,
    };

    private static string? Mach(uint processor) => processor switch
    {
        0x0100_0007 => "x64",
        0x0100_000C => "arm64",
        0x07 => "x86",
        _ => null,
    };

    private static string? Pe(ReadOnlySpan<byte> start)
    {
        if (start.Length < 0x40 || BinaryPrimitives.ReadUInt32LittleEndian(start[0x3C..]) is var header && header + 6 > start.Length)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(start[((int)header + 4)..]) switch
        {
            0x8664 => "x64",
            0x014C => "x86",
            0xAA64 => "arm64",
            0x01C4 => "arm",
            _ => null,
        };
    }
}
