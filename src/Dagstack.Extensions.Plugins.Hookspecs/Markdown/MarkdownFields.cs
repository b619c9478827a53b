using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Writes a payload as a table of its fields, those of objects within it by the way to them.</summary>
internal static class MarkdownFields
{
    public static string Write(Place root)
    {
        var rows = Below(root, string.Empty, [root.Pointer]).ToList();
        var text = new StringBuilder(MarkdownText.Paragraph(root.Description)).Append("Type: ").Append(MarkdownTypes.Of(root));
        var limits = MarkdownLimits.Of(root);
        text.Append(limits.Length == 0 ? ".\n\n" : $"; {limits}.\n\n");
        return rows.Count == 0 ? text.ToString()
            : text.Append(MarkdownText.Row("Field", "Type", "Required", "Default", "Limits", "Description")).Append("| --- | --- | --- | --- | --- | --- |\n").AppendJoin(string.Empty, rows).Append('\n').ToString();
    }

    private static IEnumerable<string> Below(Place place, string path, string[] open)
    {
        place = MarkdownTypes.Resolved(place);
        var required = place.Get("required") is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().Select(static name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var fields = place.Get("properties") is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().Select(static property => property.Name).ToList() : [];
        foreach (var name in fields)
        {
            var field = place.Property(name);
            var way = path.Length == 0 ? name : $"{path}.{name}";
            foreach (var row in WithBelow(field, way, required.Contains(name) ? "yes" : "no", open))
            {
                yield return row;
            }
        }

        foreach (var row in Items(place, path, open))
        {
            yield return row;
        }
    }

    /// <summary>Writes what is in lists and maps, and the alternatives that have fields.</summary>
    private static IEnumerable<string> Items(Place place, string path, string[] open)
    {
        var first = place.List("prefixItems").SelectMany((item, index) => WithBelow(item, $"{path}[{index}]", string.Empty, open));
        var items = place.Find("items") is { Schema.ValueKind: JsonValueKind.Object } item ? Inner(item, $"{path}[]", open) : [];
        var others = place.Find("additionalProperties") is { Schema.ValueKind: JsonValueKind.Object } value ? Inner(value, path.Length == 0 ? "*" : $"{path}.*", open) : [];
        var options = place.Get("type") is null ? place.List("anyOf").Concat(place.List("oneOf")).SelectMany(option => Entered(option, path, open)) : [];
        return first.Concat(items).Concat(others).Concat(options);
    }

    /// <summary>Items that a type says all of have no row of their own.</summary>
    private static IEnumerable<string> Inner(Place place, string path, string[] open) =>
        MarkdownLimits.Of(place).Length == 0 && place.Description is null ? Entered(place, path, open) : WithBelow(place, path, string.Empty, open);

    private static IEnumerable<string> WithBelow(Place place, string path, string required, string[] open)
    {
        var resolved = MarkdownTypes.Resolved(place);
        var goesBack = open.Contains(resolved.Pointer) && place.Reference is not null;
        var limits = goesBack ? "as above" : MarkdownLimits.Of(place);
        var initial = place.Get("default") is { } value ? MarkdownText.Value(value) : string.Empty;
        return Entered(place, path, open).Prepend(MarkdownText.Row(MarkdownText.Code(path), MarkdownTypes.Of(place), required, initial, limits, place.Description ?? resolved.Description ?? string.Empty));
    }

    /// <summary>Goes into a schema, unless it is open already: it comes back to itself.</summary>
    private static IEnumerable<string> Entered(Place place, string path, string[] open)
    {
        var resolved = MarkdownTypes.Resolved(place);
        return open.Contains(resolved.Pointer) ? [] : Below(resolved, path, [.. open, resolved.Pointer]);
    }
}
