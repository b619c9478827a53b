using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads a result once, and says where what is in it. What is of a wrong type is as if it were absent.</summary>
internal static class ResultScan
{
    /// <summary>Reads on behind the value at which the reader stands.</summary>
    public static ValueRange Read(ref Utf8JsonReader reader, ref ResultShape shape)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return MessageScan.Skip(ref reader);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                ReadContent(ref reader, ref shape);
            }
            else if (reader.ValueTextEquals("structuredContent"u8))
            {
                reader.Read();
                ReadStructured(ref reader, ref shape);
            }
            else if (reader.ValueTextEquals("isError"u8))
            {
                reader.Read();
                shape.IsError = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("_meta"u8))
            {
                reader.Read();
                shape.Meta = reader.TokenType == JsonTokenType.StartObject ? MessageScan.Skip(ref reader) : SkipNothing(ref reader);
            }
            else if (reader.ValueTextEquals("task"u8))
            {
                reader.Read();
                shape.Task = reader.TokenType == JsonTokenType.StartObject ? MessageScan.Skip(ref reader) : SkipNothing(ref reader);
            }
            else if (reader.ValueTextEquals("resultType"u8))
            {
                reader.Read();
                shape.ResultType = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return new(start, (int)reader.BytesConsumed - start);
    }

    private static void ReadStructured(ref Utf8JsonReader reader, ref ResultShape shape)
    {
        shape.Wrapped = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            shape.Structured = reader.TokenType == JsonTokenType.Null ? default : MessageScan.Skip(ref reader);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResult = reader.ValueTextEquals("result"u8);
            reader.Read();
            if (isResult)
            {
                shape.Wrapped = MessageScan.Skip(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        shape.Structured = new(start, (int)reader.BytesConsumed - start);
    }

    private static void ReadContent(ref Utf8JsonReader reader, ref ResultShape shape)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            shape.Content = MessageScan.Skip(ref reader);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var blocks = 0;
        ValueRange text = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            blocks++;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                text = ReadBlock(ref reader);
            }
            else
            {
                reader.Skip();
                text = default;
            }
        }

        shape.Content = new(start, (int)reader.BytesConsumed - start);
        shape.OnlyText = blocks == 1 ? text : default;
    }

    private static ValueRange ReadBlock(ref Utf8JsonReader reader)
    {
        ValueRange text = default;
        var isText = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isText = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("text"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                reader.Read();
                text = reader.TokenType == JsonTokenType.String ? MessageScan.Skip(ref reader) : SkipNothing(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return isText ? text : default;
    }

    private static ValueRange SkipNothing(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }
}
