using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Requests and results of functions as the bytes of the contract's own types.</summary>
internal static class ToolPayload
{
    /// <summary>Takes the payload of <c>execute</c> apart.</summary>
    public static (string Function, ReadOnlyMemory<byte> Args) Split(ReadOnlyMemory<byte> request)
    {
        var (function, args) = (string.Empty, ReadOnlyMemory<byte>.Empty);
        var reader = new Utf8JsonReader(request.Span, new() { MaxDepth = MessageScan.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFunction = reader.ValueTextEquals("function"u8);
            var isArgs = reader.ValueTextEquals("args"u8);
            reader.Read();
            if (isFunction)
            {
                function = reader.GetString() ?? string.Empty;
            }
            else
            {
                var value = MessageScan.Skip(ref reader);
                args = isArgs ? value.Of(request) : args;
            }
        }

        return (function, args);
    }

    /// <summary>Makes the result of a function of what its tool answered.</summary>
    /// <param name="result">The answer, no error.</param>
    /// <param name="isForeign">Whether the tool knows nothing of the contract: what it answers is the value itself.</param>
    public static RemotePayload Of(WireResult result, bool isForeign)
    {
        if (!isForeign && (result.Structured.IsEmpty ? TextOf(result) : result.Structured) is { IsEmpty: false } own && IsToolResult(own.Span))
        {
            return Copy(own.Span);
        }

        var value = !result.Structured.IsEmpty ? result.Structured
            : result.HasText ? result.QuotedText
            : !result.Content.IsEmpty ? result.Content
            : "null"u8.ToArray();
        var buffer = new PooledBuffer();
        buffer.Write("{\"result\":"u8);
        buffer.Write(value.Span);
        buffer.Write("}"u8);
        return new(buffer.Written, buffer);
    }

    /// <summary>Takes those functions out of a list of schemas that the host may not see. The list is the caller's no more.</summary>
    public static RemotePayload Filter(RemotePayload schemas, ToolFilter filter)
    {
        if (filter.IsOpen)
        {
            return schemas;
        }

        using var list = Parse(schemas);
        if (list is not { RootElement.ValueKind: JsonValueKind.Array })
        {
            // Whoever reads it says what is wrong with it.
            return schemas;
        }

        var buffer = new PooledBuffer();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        foreach (var schema in list.RootElement.EnumerateArray())
        {
            if (JsonText.Find(schema, "name") is not { } name || filter.Allows(name))
            {
                schema.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        list.Dispose();
        schemas.Dispose();
        return new(buffer.Written, buffer);
    }

    /// <summary>Makes the result of a function that failed.</summary>
    public static RemotePayload Failed(string message)
    {
        var buffer = new PooledBuffer();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNull("result");
        writer.WriteBoolean("is_error", value: true);
        writer.WriteString("error_message", message);
        writer.WriteEndObject();
        writer.Flush();
        return new(buffer.Written, buffer);
    }

    private static JsonDocument? Parse(RemotePayload payload)
    {
        try
        {
            return JsonText.Parse(payload.Bytes.IsSingleSegment ? payload.Bytes.First : payload.Bytes.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> TextOf(WireResult result) => result.HasText ? result.ReadText() : default;

    private static bool IsToolResult(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new() { MaxDepth = MessageScan.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("result"u8) || reader.ValueTextEquals("is_error"u8))
                {
                    return true;
                }

                reader.Read();
                reader.Skip();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // A text that is none: it is the value itself.
        }

        return false;
    }

    private static RemotePayload Copy(ReadOnlySpan<byte> json)
    {
        var buffer = new PooledBuffer();
        buffer.Write(json);
        return new(buffer.Written, buffer);
    }
}
