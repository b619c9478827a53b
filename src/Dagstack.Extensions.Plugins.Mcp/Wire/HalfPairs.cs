using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Halves of pairs of characters in JSON, as in <c>"cut \ud83d"</c>: it is JSON, and cannot be read as a text.</summary>
internal static class HalfPairs
{
    /// <summary>The length of an escape such as <c>\ud83d</c>.</summary>
    private const int Length = 6;

    /// <summary>Gets the same JSON with the mark for what is no character in the place of halves, and of bytes that are not UTF-8.</summary>
    /// <returns>The bytes themselves where nothing is wrong with them, else a copy.</returns>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        }

        byte[]? mended = null;
        for (var at = 0; Next(json.Span, ref at) is { } half;)
        {
            mended ??= json.ToArray();
            "\\ufffd"u8.CopyTo(mended.AsSpan(half));
        }

        return mended ?? json;
    }

    /// <summary>Finds the next half.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="at">Where to begin; behind the half afterwards.</param>
    /// <returns>Where it is; null if there is none.</returns>
    private static int? Next(ReadOnlySpan<byte> json, ref int at)
    {
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var next)
        {
            var start = at + next;
            if (CodeAt(json, start) is not { } code)
            {
                // Another escape, which may be one of the backslash itself.
                at = Math.Min(start + 2, json.Length);
                continue;
            }

            at = start + Length;
            if (char.IsHighSurrogate(code) && CodeAt(json, at) is { } low && char.IsLowSurrogate(low))
            {
                at += Length;
            }
            else if (char.IsSurrogate(code))
            {
                return start;
            }
        }

        return null;
    }

    private static char? CodeAt(ReadOnlySpan<byte> json, int start) =>
        json.Length >= start + Length && json[start..].StartsWith("\\u"u8)
        && Utf8Parser.TryParse(json.Slice(start + 2, 4), out ushort code, out var read, 'x') && read == 4 ? (char)code : null;
}
