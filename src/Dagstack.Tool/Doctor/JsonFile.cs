using System.Text.Json;

namespace Dagstack.Tool.Doctor;

/// <summary>Files of JSON that people write and dotnet reads: with comments, commas too many, or a byte order mark.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static JsonElement Read(string file)
    {
        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file);
        using var document = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, s_lenient);
        return document.RootElement.Clone();
    }

    /// <summary>Finds the nearest global.json, as dotnet does: in a folder or above it.</summary>
    /// <returns>Null if there is none.</returns>
    public static string? FindGlobal(string folder)
    {
        for (var above = Path.GetFullPath(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.Combine(above, "global.json") is var file && File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
