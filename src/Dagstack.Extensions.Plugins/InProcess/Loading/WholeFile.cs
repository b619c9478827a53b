using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Tells an assembly that is there as a whole from one that is still being written.</summary>
internal static class WholeFile
{
    private const int ProbeLength = 16;

    /// <summary>Looks at a file, if it has the name of an assembly.</summary>
    /// <returns>What is missing, as the end of a sentence that has the file as its subject; null if it is whole, or nothing that one could tell of.</returns>
    public static string? ComplaintOf(string path)
    {
        if (Path.GetExtension(path) != ".dll")
        {
            return null;
        }

        try
        {
            if (new FileInfo(path).Length == 0)
            {
                // A pipe has no length either, and opening it would wait for a writer.
                return "is empty.";
            }

            // Whoever writes may have said that nobody else is to read.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Look(stream);
        }
        catch (BadImageFormatException fault)
        {
            return $"is damaged or not written to its end: {fault.Message}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {fault.Message}";
        }
    }

    private static string? Look(FileStream stream)
    {
        Span<byte> start = stackalloc byte[2];
        if (stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) < 2)
        {
            return "is empty.";
        }

        if (start is not [(byte)'M', (byte)'Z'])
        {
            // Space that is reserved and not written yet is zero. Anything else is no assembly, which is not for us to say.
            return start is [0, 0] ? "begins with zeros, as a file does that is being written." : null;
        }

        stream.Position = 0;
        using var image = new PEReader(stream, PEStreamOptions.LeaveOpen);
        foreach (var section in image.PEHeaders.SectionHeaders)
        {
            var end = (long)section.PointerToRawData + section.SizeOfRawData;
            if (end > stream.Length)
            {
                return $"is cut off: it should have {end} bytes or more, and has {stream.Length}.";
            }
        }

        if (image.HasMetadata)
        {
            _ = image.GetMetadataReader();
        }

        return IsLastSectionWritten(image, stream) ? null : "ends with zeros, as a file does that is being written.";
    }

    private static bool IsLastSectionWritten(PEReader image, FileStream stream)
    {
        if (image.PEHeaders.SectionHeaders.MaxBy(static section => section.PointerToRawData) is not { SizeOfRawData: >= ProbeLength, VirtualSize: >= ProbeLength } last)
        {
            return true;
        }

        Span<byte> probe = stackalloc byte[ProbeLength];
        stream.Position = last.PointerToRawData;
        stream.ReadExactly(probe);
        return probe.ContainsAnyExcept((byte)0);
    }
}
