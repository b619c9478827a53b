using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Compares types, and values that are named one by one.</summary>
internal sealed class TypeRules(SchemaComparison comparison, string path)
{
    public void Compare(SchemaView old, SchemaView @new)
    {
        CompareTypes(Types(old), Types(@new));
        CompareValues(Values(old), Values(@new));
    }

    private static HashSet<string>? Types(SchemaView schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(static type => type!.ToString())],
        JsonValue type => [type.ToString()],
        _ => null,
    };

    private static List<JsonNode?>? Values(SchemaView schema) => schema.Has("const") ? [schema["const"]] : schema["enum"] is JsonArray values ? [.. values] : null;

    private static bool Allows(HashSet<string> types, string type) => types.Contains(type) || (type == "integer" && types.Contains("number"));

    private static string Named(IEnumerable<string> types) => Words.List([.. types.Order(StringComparer.Ordinal)], "or");

    private void CompareTypes(HashSet<string>? old, HashSet<string>? @new)
    {
        if (old is null || @new is null)
        {
            if (old is not null || @new is not null)
            {
                comparison.Add($"{path}/type", @new is null ? SchemaEffect.Widens : SchemaEffect.Narrows, @new is null ? $"the type may be anything now, it was {Named(old!)}" : $"the type is {Named(@new)} now, it was anything");
            }

            return;
        }

        var gone = old.Any(type => !Allows(@new, type));
        var come = @new.Any(type => !Allows(old, type));
        if (gone || come)
        {
            comparison.Add($"{path}/type", gone && come ? SchemaEffect.Shifts : gone ? SchemaEffect.Narrows : SchemaEffect.Widens, $"the type is {Named(@new)} now, it was {Named(old)}");
        }
    }

    private void CompareValues(List<JsonNode?>? old, List<JsonNode?>? @new)
    {
        if (old is null || @new is null)
        {
            if (old is not null || @new is not null)
            {
                comparison.Add($"{path}/enum", @new is null ? SchemaEffect.Widens : SchemaEffect.Narrows, @new is null ? "any value is allowed now, and not only those that were listed" : $"only {Shown(@new)} fit now, where any value did");
            }

            return;
        }

        var gone = old.Where(value => !@new.Exists(other => JsonNode.DeepEquals(value, other))).ToList();
        var come = @new.Where(value => !old.Exists(other => JsonNode.DeepEquals(value, other))).ToList();
        if (gone.Count > 0)
        {
            comparison.Add($"{path}/enum", SchemaEffect.Narrows, $"the value {Shown(gone)} is gone");
        }

        if (come.Count > 0)
        {
            comparison.Add($"{path}/enum", SchemaEffect.Widens, $"the value {Shown(come)} is new");
        }
    }

    private static string Shown(List<JsonNode?> values) => string.Join(", ", values.Take(5).Select(SchemaComparison.Shown)) + (values.Count > 5 ? $" and {values.Count - 5} more" : string.Empty);
}
