using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Paths in JSON, written as the serializer writes them: <c>$.items[3].when</c>.</summary>
internal static class JsonPlace
{
    public static string Append(string path, string name) =>
        name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? $"{path}.{name}" : $"{path}['{name}']";

    /// <summary>Finds where JSON breaks off: the value that a writer had not finished.</summary>
    /// <param name="json">What was written, up to there.</param>
    /// <param name="path">The path of the JSON itself.</param>
    public static string OfEnd(ReadOnlySpan<byte> json, string path)
    {
        // A number is only known to be at its end by what follows.
        var reader = new Utf8JsonReader([.. json, (byte)' '], isFinalBlock: false, new(new() { MaxDepth = CodecOptions.MaxDepth + 1 }));
        var open = new Stack<Level>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    open.Peek().Name = reader.GetString();
                    continue;
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    open.Push(new() { IsArray = reader.TokenType == JsonTokenType.StartArray });
                    continue;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    open.Pop();
                    break;
            }

            if (open.TryPeek(out var level))
            {
                level.Name = null;
                level.Count++;
            }
        }

        return open.Reverse().Aggregate(path, static (path, level) => level.IsArray ? $"{path}[{level.Count}]" : level.Name is null ? path : Append(path, level.Name));
    }

    private sealed class Level
    {
        public required bool IsArray { get; init; }

        public string? Name { get; set; }

        public int Count { get; set; }
    }
}
