using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>What JSON has at a path, and what is expected there.</summary>
/// <param name="Found">What it has: "the text "abc"".</param>
/// <param name="Expected">What the serializer knows of the type that it should be.</param>
internal sealed record FoundValue(string Found, JsonTypeInfo? Expected)
{
    /// <summary>Follows a path of the serializer.</summary>
    /// <param name="reader">A reader at the beginning of the value.</param>
    /// <param name="path">The path, without its <c>$</c>.</param>
    /// <param name="info">The type of the value.</param>
    /// <returns>What is there; null if the path leads nowhere.</returns>
    public static FoundValue? Find(Utf8JsonReader reader, ReadOnlySpan<char> path, JsonTypeInfo info)
    {
        var expected = info;
        var isSecret = false;
        while (!path.IsEmpty)
        {
            var length = reader.TokenType switch
            {
                JsonTokenType.StartArray => Item(ref reader, path),
                JsonTokenType.StartObject => Property(ref reader, path, ref isSecret),
                _ => 0,
            };
            if (length == 0)
            {
                return null;
            }

            expected = expected is null ? null : Inside(expected, path[..length]);
            path = path[length..];
        }

        return new(isSecret ? Show(reader.TokenType) : Show(ref reader), expected);
    }

    /// <returns>The length of the part of the path that was followed; 0 if it leads nowhere.</returns>
    private static int Item(ref Utf8JsonReader reader, ReadOnlySpan<char> path)
    {
        var end = path.IndexOf(']');
        if (path[0] != '[' || !int.TryParse(path[1..Math.Max(end, 1)], out var index))
        {
            return 0;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
            {
                return end + 1;
            }

            reader.Skip();
        }

        return 0;
    }

    private static int Property(ref Utf8JsonReader reader, ReadOnlySpan<char> path, ref bool isSecret)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TryText(ref reader) is not { } name)
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            foreach (var part in (ReadOnlySpan<string>)[$".{name}", $"['{name}']"])
            {
                if (path.StartsWith(part, StringComparison.Ordinal) && (path.Length == part.Length || path[part.Length] is '.' or '['))
                {
                    isSecret |= SecretNames.IsSecret(name);
                    return part.Length;
                }
            }

            reader.Skip();
        }

        return 0;
    }

    private static JsonTypeInfo? Inside(JsonTypeInfo info, ReadOnlySpan<char> part)
    {
        var type = info.ElementType;
        if (info.Kind == JsonTypeInfoKind.Object)
        {
            var name = (part[0] == '.' ? part[1..] : part[2..^2]).ToString();
            type = info.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType;
        }

        return type is null ? null : info.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
    }

    /// <summary>What a token begins, without its value.</summary>
    public static string Show(JsonTokenType token) => token switch
    {
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };

    private static string Show(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => TryText(ref reader) is { } text ? $"the text \"{Excerpt.Of(text)}\"" : "a text with half of a pair of characters, which is none",
        JsonTokenType.Number => $"the number {Excerpt.Of(Encoding.UTF8.GetString(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan))}",
        var token => Show(token),
    };

    /// <summary>Reads a text or a name; null if it has half of a pair of characters, which JSON can escape and a text cannot have.</summary>
    private static string? TryText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
