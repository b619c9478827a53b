using System.Collections;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Values of fields: those to try, and how values compare with text.</summary>
internal static class ManifestFieldValues
{
    /// <summary>The default of a field, as text that can be compared.</summary>
    public static string DefaultOf(ManifestField field) =>
        field.Default is null ? "null" : field.Type == ManifestFieldType.Table ? "a table" : Text(JsonSerializer.Deserialize<JsonElement>(field.Default));

    /// <summary>A value that is not the default, as it would be written.</summary>
    public static string Sample(ManifestField field) => field.Type switch
    {
        ManifestFieldType.Texts or ManifestFieldType.Dependencies => "[\"sample\"]",
        ManifestFieldType.Flag => field.Default == "true" ? "false" : "true",
        ManifestFieldType.Number or ManifestFieldType.Seconds or ManifestFieldType.Duration => "7",
        ManifestFieldType.Choice => $"\"{field.Choices.First(choice => $"\"{choice}\"" != field.Default)}\"",
        ManifestFieldType.TextMap or ManifestFieldType.FreeTable => "{ A = \"1\" }",
        ManifestFieldType.Version => "\"1.0.0\"",
        ManifestFieldType.VersionRange => "\"^0.2\"",
        ManifestFieldType.Runtimes => "[\"wasm\", \"in_process\"]",
        ManifestFieldType.EntryPoint => "\"sample:Sample\"",
        ManifestFieldType.Address => "\"http://sample/\"",
        ManifestFieldType.Command or ManifestFieldType.CommandLine => "[\"sample\"]",
        _ => "\"sample\"",
    };

    /// <summary>A value of a manifest, or of a default as it is written, as text that can be compared.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        ManifestValues => "a table",
        TimeSpan time => $"{time.TotalSeconds}",
        Enum choice => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{choice}"),
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement { ValueKind: JsonValueKind.Array } items => Text(items.EnumerateArray().Select(static item => (object?)item)),
        JsonElement { ValueKind: JsonValueKind.Object } => string.Empty,
        JsonElement element => Text(element.Deserialize<object>()?.ToString()?.ToLowerInvariant()),
        bool flag => flag ? "true" : "false",
        IEnumerable items => string.Join(",", items.Cast<object?>().Select(Text)),
        _ => $"{value}",
    };
}
