using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Reads the bytes of a manifest into text: UTF-8, with or without a byte order mark, at most 1 MiB.</summary>
internal static class ManifestText
{
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">Its format, for what is said of an empty one.</param>
    /// <param name="problems">Told what is wrong.</param>
    /// <param name="sha256">The SHA-256 of what was read; null if nothing was.</param>
    /// <returns>The text, or null if it cannot be read, which is then among the problems.</returns>
    public static string? Read(string file, ManifestFormat format, ManifestProblemList problems, out byte[]? sha256)
    {
        sha256 = null;
        try
        {
            // A pipe or a device would block or never end, so it must not even be opened. None of them has a length.
            var info = new FileInfo(file);
            if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                info = target;
                if (!info.Exists)
                {
                    problems.Add(ManifestFaults.BrokenLink, found: "a link", expected: "a regular file with a manifest");
                    return null;
                }
            }

            if (info.Length == 0)
            {
                ReportEmpty(format, problems);
                return null;
            }

            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(handle);
            if (length > MaxBytes)
            {
                ReportSize(length, problems);
                return null;
            }

            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), read) is > 0 and var count)
            {
                read += count;
            }

            sha256 = SHA256.HashData(bytes.AsSpan(0, read));
            return Decode(bytes.AsSpan(0, read), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problems.Add($"the file cannot be read: {exception.Message} Check that it exists and that this process may read it.", found: exception.GetType().Name, expected: "a readable file");
            return null;
        }
    }

    /// <summary>Reads a resource.</summary>
    /// <returns>The text, or null if it is refused, which is then among the problems.</returns>
    public static string? Read(Stream stream, ManifestProblemList problems)
    {
        if (stream.Length > MaxBytes)
        {
            ReportSize(stream.Length, problems);
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Decode(bytes, problems);
    }

    /// <summary>Checks text that was given as such.</summary>
    /// <returns>The text without a byte order mark, or null if it is refused.</returns>
    public static string? Check(string text, ManifestProblemList problems)
    {
        if (text.StartsWith('\uFEFF'))
        {
            text = text[1..];
        }

        if (text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) is > MaxBytes and var length)
        {
            ReportSize(length, problems);
            return null;
        }

        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            var (line, column) = PlaceOf(text.AsSpan(0, nul));
            var wide = nul < 2 && text.Length > nul + 2 && text[nul + 1] != '\0' && text[nul + 2] == '\0';
            problems.Add(
                wide ? "the file has a NUL character beside every other one, as UTF-16 has. Save it as UTF-8." : "the file has a NUL character. It is binary, or text in another encoding than UTF-8; save it as UTF-8.",
                line: line,
                column: column,
                found: "a NUL character",
                expected: "UTF-8 text");
            return null;
        }

        var half = HalfOfAPair(text);
        if (half >= 0)
        {
            var (line, column) = PlaceOf(text.AsSpan(0, half));
            problems.Add("the text has half of a surrogate pair, which is not Unicode. Remove it, or write the whole pair.", line: line, column: column, found: "half of a surrogate pair", expected: "Unicode text");
            return null;
        }

        return text;
    }

    // Bytes that are UTF-8 have none; text that was given as such may, and the parser does not expect it.
    private static int HalfOfAPair(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return -1;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, ManifestProblemList problems)
    {
        var foreign = bytes switch
        {
            [0xFF, 0xFE, 0x00, 0x00, ..] => "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
            _ => null,
        };
        if (foreign is not null)
        {
            problems.Add($"the file is {foreign}. Save it as UTF-8.", found: foreign, expected: "UTF-8");
            return null;
        }

        try
        {
            return Check(Strict.GetString(bytes), problems);
        }
        catch (DecoderFallbackException exception)
        {
            var (line, column) = PlaceOf(Encoding.UTF8.GetString(bytes[..Math.Max(0, exception.Index)]));
            var found = $"the byte 0x{exception.BytesUnknown?.FirstOrDefault():X2}";
            problems.Add($"the file is not UTF-8: {found} does not fit here. Save it as UTF-8.", line: line, column: column, found: found, expected: "UTF-8");
            return null;
        }
    }

    private static void ReportEmpty(ManifestFormat format, ManifestProblemList problems) => problems.Add(
        $"the file has no content: it is empty, or it is not a regular file but a pipe or a device. Write a regular file with {(format == ManifestFormat.Json ? "an object \"plugin\"" : "a table [plugin]")}.",
        found: "0 bytes",
        expected: "a regular file with a manifest");

    private static void ReportSize(long length, ManifestProblemList problems) => problems.Add(
        $"the file has {length} bytes, more than the {MaxBytes} (1 MiB) that a manifest may have. Move data out of it.",
        found: $"{length} bytes",
        expected: $"at most {MaxBytes} bytes");

    private static (int Line, int Column) PlaceOf(ReadOnlySpan<char> before) =>
        (before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1);
}
