using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes lists.</summary>
internal static class ZodLists
{
    public static ZodType Write(Place place, ZodWriter writer)
    {
        // An array under 'items' is what 'prefixItems' was called before 2020-12.
        var isTuple = place.Get("items") is { ValueKind: JsonValueKind.Array };
        var first = place.List(isTuple ? "items" : "prefixItems").Select(writer.Of).ToList();
        var others = !isTuple && place.Find("items") is { } items ? writer.Of(items) : writer.Any;
        var type = first.Count == 0 ? new($"z.array({others.Code})", $"{others.Grouped}[]")
            : new ZodType($"z.array({writer.Any.Code})", "unknown[]").SuperRefine($"{writer.Helpers.Use("tuple")}([{string.Join(", ", first.Select(static item => item.Code))}], {others.Code})");
        foreach (var (keyword, method) in (ReadOnlySpan<(string, string)>)[("minItems", "min"), ("maxItems", "max")])
        {
            type = ZodScalars.Count(place, keyword) is { } count ? type with { Code = $"{type.Code}.{method}({count})" } : type;
        }

        return place.Get("uniqueItems") is { ValueKind: JsonValueKind.True } ? type.Refine(writer.Helpers.Use("isUnique"), "expected each item once") : type;
    }
}
