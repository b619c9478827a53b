using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Compares the limits of numbers, texts, lists and objects.</summary>
internal static class LimitRules
{
    private static readonly string[] s_least = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"];
    private static readonly string[] s_most = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"];

    public static void Compare(SchemaComparison comparison, SchemaView old, SchemaView @new, string path)
    {
        foreach (var keyword in s_least)
        {
            CompareLimit(comparison, old[keyword], @new[keyword], keyword, path, isLeast: true);
        }

        foreach (var keyword in s_most)
        {
            CompareLimit(comparison, old[keyword], @new[keyword], keyword, path, isLeast: false);
        }

        CompareMultiples(comparison, old["multipleOf"], @new["multipleOf"], path);
        var (wasUnique, isUnique) = (IsTrue(old["uniqueItems"]), IsTrue(@new["uniqueItems"]));
        if (wasUnique != isUnique)
        {
            comparison.Add($"{path}/uniqueItems", isUnique ? SchemaEffect.Narrows : SchemaEffect.Widens, isUnique ? "no item may be there twice now" : "items may be there twice now");
        }
    }

    private static void CompareLimit(SchemaComparison comparison, JsonNode? old, JsonNode? @new, string keyword, string path, bool isLeast)
    {
        // A least length of nothing is none.
        var (before, now) = (Number(old), Number(@new));
        var isCount = keyword.StartsWith("min", StringComparison.Ordinal) && keyword != "minimum";
        (before, now) = isCount ? (before ?? 0, now ?? 0) : (before, now);
        if (before == now)
        {
            return;
        }

        var narrows = before is null || (now is not null && (isLeast ? now > before : now < before));
        comparison.Add($"{path}/{keyword}", narrows ? SchemaEffect.Narrows : SchemaEffect.Widens, $"{keyword} is {(now is null ? "gone" : SchemaComparison.Shown(@new ?? 0))}{(before is null ? string.Empty : $", it was {SchemaComparison.Shown(old ?? 0)}")}");
    }

    private static void CompareMultiples(SchemaComparison comparison, JsonNode? old, JsonNode? @new, string path)
    {
        var (before, now) = (Number(old), Number(@new));
        if (before == now)
        {
            return;
        }

        var narrows = before is null || (now is not null && now % before == 0);
        var widens = now is null || (before is not null && before % now == 0);
        comparison.Add($"{path}/multipleOf", narrows ? SchemaEffect.Narrows : widens ? SchemaEffect.Widens : SchemaEffect.Shifts, $"multipleOf is {(now is null ? "gone" : SchemaComparison.Shown(@new))}{(before is null ? string.Empty : $", it was {SchemaComparison.Shown(old)}")}");
    }

    private static decimal? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<decimal>(out var number) ? number : null;

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.True;
}
