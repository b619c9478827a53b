namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Writes the table of <c>docs/manifest.md</c> from the table of fields.</summary>
internal static class ManifestDocsWriter
{
    private const string Head = "| key | type | default | meaning |\n|---|---|---|---|\n";

    /// <summary>Puts the table in the place of the one that a text has.</summary>
    public static string Replace(string text)
    {
        var start = text.IndexOf(Head, StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        return text[..start] + Head + string.Concat(Rows(ManifestFields.Plugin, string.Empty)) + text[end..];
    }

    private static IEnumerable<string> Rows(ManifestFieldSet fields, string path)
    {
        foreach (var field in fields.Fields)
        {
            var key = path + field.Key;
            yield return $"| `{key}` | {Type(field.Type)} | {Default(field)} | {field.Doc}{Choices(field)} |\n";
            foreach (var row in Rows(field.Fields, field.Type == ManifestFieldType.Dependencies ? key + "[]." : key + "."))
            {
                yield return row;
            }
        }
    }

    private static string Default(ManifestField field) =>
        field.IsRequired ? $"required{Unless(field)}"
        : field.NeededBy is { } runtime ? $"for `{runtime}`{Unless(field)}"
        : field.Default is { } value ? $"`{value}`"
        : "–";

    private static string Unless(ManifestField field) => field.Unless is { } other ? $", except with `{other}`" : string.Empty;

    private static string Choices(ManifestField field) => field.Choices.Length == 0 ? string.Empty : $" One of {string.Join(", ", field.Choices.Select(static choice => $"`{choice}`"))}.";

    private static string Type(ManifestFieldType type) => type switch
    {
        ManifestFieldType.Texts or ManifestFieldType.Dependencies or ManifestFieldType.Command => "array",
        ManifestFieldType.Runtimes or ManifestFieldType.CommandLine => "string or array",
        ManifestFieldType.Flag => "boolean",
        ManifestFieldType.Number or ManifestFieldType.Seconds => "integer",
        ManifestFieldType.Duration => "number",
        ManifestFieldType.Table or ManifestFieldType.TextMap or ManifestFieldType.FreeTable => "table",
        _ => "string",
    };
}
