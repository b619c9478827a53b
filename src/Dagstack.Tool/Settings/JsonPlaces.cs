using System.Text;
using System.Text.Json;

namespace Dagstack.Tool.Settings;

/// <summary>Finds where the values of a JSON file are, as .NET reads it: with comments and trailing commas.</summary>
internal static class JsonPlaces
{
    /// <summary>Finds the place of each value by its key.</summary>
    /// <returns>Lines and columns, from 1; none where the file is no JSON.</returns>
    public static Dictionary<string, (int Line, int Column)> Find(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var places = new Dictionary<string, (int, int)>(StringComparer.OrdinalIgnoreCase);
        var path = new List<(string? Key, int Index)>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var (line, lineStart, at) = (1, 0, 0);
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                for (int next; (next = bytes[at..start].IndexOf((byte)'\n')) >= 0; line++)
                {
                    at = lineStart = at + next + 1;
                }

                at = start;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        path[^1] = (reader.GetString()!, -1);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.RemoveAt(path.Count - 1);
                        break;
                    default:
                        path = Next(path);
                        places[KeyOf(path)] = (line, Encoding.UTF8.GetCharCount(bytes[lineStart..start]) + 1);
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        {
                            path.Add((null, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                        }

                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Who reads the file says so.
            return [];
        }

        return places;
    }

    private static string KeyOf(List<(string? Key, int Index)> path) => string.Join(':', path.Select(static step => step.Key ?? $"{step.Index - 1}"));

    /// <summary>Counts the items of a list.</summary>
    private static List<(string? Key, int Index)> Next(List<(string? Key, int Index)> path)
    {
        if (path is [.., (null, >= 0 and var index)])
        {
            path[^1] = (null, index + 1);
        }

        return path;
    }
}
