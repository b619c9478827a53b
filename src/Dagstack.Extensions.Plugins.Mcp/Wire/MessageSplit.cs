using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Finds where messages begin in a line that is more than one: behind a text printed without an end of line, an answer that was cut off, or another message.</summary>
/// <remarks>However the line is made, all looks at it together take no longer than a few times its length.</remarks>
internal sealed class MessageSplit(int length)
{
    private const int Piece = 256;

    private static readonly string[] s_names = ["jsonrpc", "id", "result", "error", "method", "params"];

    /// <summary>How many bytes may still be looked at.</summary>
    private long _left = 8L * length + Piece;

    /// <summary>Finds the next message behind the beginning of a line.</summary>
    /// <returns>Where it begins, or -1 if there is none.</returns>
    public int Next(ReadOnlySpan<byte> line)
    {
        var end = EndOfObject(line);
        if (end > 0 && line[end..].TrimStart(" \t"u8) is [(byte)'{', ..] rest)
        {
            return line.Length - rest.Length;
        }

        for (var at = Math.Max(end, 1); at < line.Length; at++)
        {
            var found = line[at..].IndexOf("{\""u8);
            if (found < 0 || _left <= 0)
            {
                return -1;
            }

            at += found;
            if (HasName(line[(at + 2)..]) && Begins(line[at..]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Where the object ends with which a line begins; 0 if it does not, or the object has no end.</summary>
    private int EndOfObject(ReadOnlySpan<byte> line)
    {
        if (line.TrimStart(" \t\r"u8) is not [(byte)'{', ..])
        {
            return 0;
        }

        var reader = new Utf8JsonReader(line, isFinalBlock: false, new(new() { MaxDepth = MessageScan.MaxDepth }));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() ? (int)reader.BytesConsumed : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
        finally
        {
            _left -= reader.BytesConsumed;
        }
    }

    private static bool HasName(ReadOnlySpan<byte> text)
    {
        foreach (var name in s_names)
        {
            if (text.Length > name.Length && text[name.Length] == (byte)'"' && System.Text.Ascii.Equals(text[..name.Length], name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether an object is a message, or what is left of one: it says its version, and has an id or a method.</summary>
    private bool Begins(ReadOnlySpan<byte> text)
    {
        var search = new TopLevelId { StopsAtEnd = true };
        while (!text.IsEmpty && !search.IsAtEnd && _left > 0)
        {
            var piece = text[..Math.Min(text.Length, Piece)];
            _left -= piece.Length;
            search.Add(piece);
            if (search.HasVersion && (search.HasId || search.HasMethod))
            {
                return true;
            }

            text = text[piece.Length..];
        }

        return false;
    }
}
