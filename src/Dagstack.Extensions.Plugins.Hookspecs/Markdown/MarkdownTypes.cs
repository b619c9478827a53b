using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Says in words what a schema describes.</summary>
internal static class MarkdownTypes
{
    /// <summary>Gets the type of a field, such as <c>list of string</c>.</summary>
    public static string Of(Place place) => Of(place, []);

    /// <param name="place">The schema.</param>
    /// <param name="open">The definitions that are being written: one that comes back to itself is called by its name.</param>
    private static string Of(Place place, string[] open)
    {
        for (; place.Reference is { } pointer; place = place.At(pointer))
        {
            if (open.Contains(pointer))
            {
                return pointer.Length == 0 ? "the whole" : MarkdownText.Code(pointer[(pointer.LastIndexOf('/') + 1)..]);
            }

            open = [.. open, pointer];
        }

        if (place.Get("const") is { } constant)
        {
            return MarkdownText.Value(constant);
        }

        if (place.Get("enum") is { ValueKind: JsonValueKind.Array } values)
        {
            return string.Join(" or ", values.EnumerateArray().Select(MarkdownText.Value));
        }

        if (place.Get("type") is { } type)
        {
            return string.Join(" or ", (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static name => name.GetString()!) : [type.GetString()!]).Select(name => Named(name, place, open)));
        }

        var options = place.List("anyOf").Concat(place.List("oneOf")).ToList();
        return options.Count > 0 ? string.Join(" or ", options.Select(option => Of(option, open)).Distinct()) : place.Schema.ValueKind == JsonValueKind.False ? "nothing: it must not be there" : "any value";
    }

    /// <summary>Follows references, as far as they say nothing themselves.</summary>
    public static Place Resolved(Place place)
    {
        while (place.Reference is { } pointer)
        {
            place = place.At(pointer);
        }

        return place;
    }

    private static string Named(string type, Place place, string[] open) => type switch
    {
        "array" when place.Find("items") is { Schema.ValueKind: JsonValueKind.Object } items && place.Get("prefixItems") is null => $"list of {Inner(items, open)}",
        "array" => "list",
        "object" when place.Get("properties") is null && place.Find("additionalProperties") is { Schema.ValueKind: JsonValueKind.Object } value => $"map of {Inner(value, open)}",
        _ => type,
    };

    private static string Inner(Place place, string[] open)
    {
        var type = Of(place, open);
        return type.Contains(" or ", StringComparison.Ordinal) ? $"({type})" : type;
    }
}
