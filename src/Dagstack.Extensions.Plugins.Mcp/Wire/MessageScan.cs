using System.Text.Json;
using System.Text.Unicode;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads a line once, and says where what is in it.</summary>
internal static class MessageScan
{
    /// <summary>How deep a message may be.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a line.</summary>
    /// <returns>What is wrong with it, if it is no message of JSON-RPC.</returns>
    public static string? Read(ReadOnlySpan<byte> line, out WireMessage message)
    {
        message = default;
        if (line.TrimStart(" \t\r"u8) is not [(byte)'{', ..])
        {
            // What a server prints by mistake is seldom JSON, and may be much: that costs no exception each.
            return Utf8.IsValid(line) ? "it is no JSON object" : "it is not UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(line, s_options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "it is no JSON object";
            }

            var complaint = ReadObject(ref reader, ref message);
            if (complaint is null && reader.Read())
            {
                return "more follows the object";
            }

            // The reader takes the bytes of texts that it skips as they are.
            return complaint ?? (Utf8.IsValid(line) ? null : "it is not UTF-8");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Some messages of the reader quote the whole line.
            return Utf8.IsValid(line) ? $"it is no JSON that can be read ({Excerpt.Cut(exception.Message, 120)})" : "it is not UTF-8";
        }
    }

    /// <summary>Where a value is at which a reader stands; the reader is behind it afterwards.</summary>
    public static ValueRange Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(start, (int)reader.BytesConsumed - start);
    }

    private static string? ReadObject(ref Utf8JsonReader reader, ref WireMessage message)
    {
        var isVersion2 = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("jsonrpc"u8))
            {
                reader.Read();
                isVersion2 = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                if (message.HasId)
                {
                    return "it has two ids";
                }

                message.HasId = true;
                if (!TryReadId(ref reader, ref message))
                {
                    return "its id is neither a text nor a whole number";
                }
            }
            else if (reader.ValueTextEquals("method"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                {
                    return "its method is no text";
                }

                message.Method = reader.GetString();
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                reader.Read();
                message.Params = Skip(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                message.Error = reader.TokenType == JsonTokenType.Null ? default : Skip(ref reader);
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                message.Shape = default;
                message.Result = ResultScan.Read(ref reader, ref message.Shape);
            }
            else
            {
                reader.Skip();
            }
        }

        return !isVersion2 ? "it does not say \"jsonrpc\": \"2.0\""
            : message.Method is { Length: > 0 } ? null
            : !message.HasId && !message.Error.Exists ? "it has neither a method nor an id"
            : message.Result.Exists == message.Error.Exists ? "it has neither a method nor one of result and error"
            : null;
    }

    private static bool TryReadId(ref Utf8JsonReader reader, ref WireMessage message)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                message.Id = new(reader.GetString()!);
                return true;
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                message.Id = new(number);
                return true;
            default:
                return reader.TokenType == JsonTokenType.Null;
        }
    }
}
