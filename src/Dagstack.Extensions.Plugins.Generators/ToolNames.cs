namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The placeholders that the name of a tool may have.</summary>
internal static class ToolNames
{
    private static readonly string[] s_placeholders = ["{kind}", "{plugin}", "{hook}"];

    public static IEnumerable<string> PlaceholdersOf(string kind) => kind == "tool" ? s_placeholders.Append("{function}") : s_placeholders;

    /// <summary>Finds the first part in braces that is no placeholder, or a brace without another.</summary>
    public static string? FindUnknown(string? template, string kind)
    {
        var rest = template ?? string.Empty;
        foreach (var placeholder in PlaceholdersOf(kind))
        {
            rest = rest.Replace(placeholder, string.Empty);
        }

        var start = rest.IndexOfAny(['{', '}']);
        if (start < 0)
        {
            return null;
        }

        var end = rest.IndexOf('}', start);
        return $"'{(rest[start] == '}' || end < 0 ? rest.Substring(start, 1) : rest.Substring(start, end - start + 1))}'";
    }
}
