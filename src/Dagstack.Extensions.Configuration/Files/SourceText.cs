using System.Buffers;
using System.Text;

namespace Dagstack.Extensions.Configuration.Files;

/// <summary>The bytes of a file as text: UTF-8, with or without a byte order mark.</summary>
internal static class SourceText
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;

    public static string Decode(ReadOnlySpan<byte> bytes, ReadContext context)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]) || bytes.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            throw context.Fault("the file is in UTF-16 or UTF-32, and it has to be in UTF-8. Save it as UTF-8.", 1, 1);
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        CheckControls(bytes, context);
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid(bytes, context);
        }
    }

    // None of the formats has them, and parsers differ in what they make of them.
    private static void CheckControls(ReadOnlySpan<byte> bytes, ReadContext context)
    {
        var at = bytes.IndexOfAnyInRange((byte)0, (byte)8);
        if (at >= 0)
        {
            var (line, column) = PlaceOf(bytes[..at]);
            throw context.Fault(
                bytes[at] == 0
                    ? "the file has a NUL byte here. If it is UTF-16, save it as UTF-8; if it was cut off while it was written, write it again."
                    : $"the file has the control character U+{bytes[at]:X4} here. Write it as an escape in a quoted string.",
                line,
                column);
        }
    }

    private static ReadFault Invalid(ReadOnlySpan<byte> bytes, ReadContext context)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        var (line, column) = PlaceOf(bytes[..at]);
        return context.Fault($"the file is not UTF-8: the byte 0x{bytes[at]:X2} here begins no character. Save it as UTF-8.", line, column);
    }

    private static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> before) =>
        (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
}
