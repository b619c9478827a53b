using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Compares the properties of objects.</summary>
internal sealed class PropertyRules(SchemaComparison comparison, string path)
{
    public void Compare(SchemaView old, SchemaView @new)
    {
        var (before, now) = (Properties(old), Properties(@new));
        var (wasRequired, isRequired) = (Required(old), Required(@new));
        foreach (var (name, schema) in now)
        {
            if (before.TryGetPropertyValue(name, out var known))
            {
                comparison.CompareAt(known, schema, Place(name));
            }
            else
            {
                var hasToBe = isRequired.Contains(name);
                comparison.Add(Place(name), hasToBe ? SchemaEffect.RequiredProperty : SchemaEffect.OptionalProperty, $"the property '{Excerpt.Of(name)}' is new{(hasToBe ? " and required" : string.Empty)}");
            }
        }

        foreach (var (name, _) in before.Where(pair => !now.ContainsKey(pair.Key)))
        {
            comparison.Add(Place(name), IsClosed(@new) ? SchemaEffect.Narrows : SchemaEffect.Widens, $"the property '{Excerpt.Of(name)}' is gone{NearOf(name, now, before)}");
        }

        foreach (var name in isRequired.Where(name => !wasRequired.Contains(name) && (before.ContainsKey(name) || !now.ContainsKey(name))))
        {
            comparison.Add($"{path}/required", SchemaEffect.Narrows, $"the property '{Excerpt.Of(name)}' is required now");
        }

        foreach (var name in wasRequired.Where(name => !isRequired.Contains(name)))
        {
            comparison.Add($"{path}/required", SchemaEffect.Widens, $"the property '{Excerpt.Of(name)}' is not required any more");
        }

        CompareOthers(old, @new);
    }

    private static JsonObject Properties(SchemaView schema) => schema["properties"] as JsonObject ?? [];

    private static List<string> Required(SchemaView schema) => schema["required"] is JsonArray names ? [.. names.Select(static name => name!.ToString()).Distinct(StringComparer.Ordinal)] : [];

    private static bool IsClosed(SchemaView schema) => schema["additionalProperties"] is JsonValue value && value.GetValueKind() == JsonValueKind.False;

    private static string NearOf(string name, JsonObject now, JsonObject before) =>
        NearNames.Find(name, now.Select(static pair => pair.Key).Where(key => !before.ContainsKey(key))) is { } near ? $", or it is called '{Excerpt.Of(near)}' now" : string.Empty;

    private string Place(string name) => $"{path}/properties/{JsonPointer.Escape(name)}";

    private void CompareOthers(SchemaView old, SchemaView @new)
    {
        var place = $"{path}/additionalProperties";
        if (IsClosed(old) != IsClosed(@new))
        {
            comparison.Add(place, IsClosed(@new) ? SchemaEffect.Narrows : SchemaEffect.Widens, IsClosed(@new) ? "properties that are not named are refused now" : "properties that are not named are allowed now");
        }
        else if (old.Has("additionalProperties") || @new.Has("additionalProperties"))
        {
            comparison.CompareAt(old["additionalProperties"], @new["additionalProperties"], place);
        }
    }
}
