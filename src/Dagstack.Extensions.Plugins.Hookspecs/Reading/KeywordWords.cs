namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Looks for keywords that are slips of the hand: JSON Schema takes any word and says nothing.</summary>
internal sealed class KeywordWords(SpecProblems problems)
{
    private static readonly HashSet<string> s_known = new(
    [
        "$schema", "$id", "$ref", "$defs", "$comment", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "definitions",
        "type", "enum", "const", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
        "unevaluatedProperties", "dependentRequired", "dependentSchemas", "items", "prefixItems", "unevaluatedItems", "contains",
        "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "pattern", "format", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
        "contentEncoding", "contentMediaType", "contentSchema", "discriminator", "id",
    ], StringComparer.Ordinal);

    private static readonly string[] s_near = [.. s_known.Where(static word => word is not ("id" or "definitions" or "discriminator")).Order(StringComparer.Ordinal)];

    /// <summary>Checks a schema and all within.</summary>
    public void Check(SpecNode root) => Check(root, string.Empty);

    private void Check(SpecNode schema, string path)
    {
        foreach (var (keyword, value) in schema.Kind == SpecNodeKind.Table ? schema.Members : [])
        {
            var place = $"{path}/{JsonPointer.Escape(keyword)}";
            if (!s_known.Contains(keyword) && !keyword.StartsWith("x-", StringComparison.Ordinal) && NearNames.FindCertain(keyword, s_near, letters: 2) is { } near)
            {
                problems.AddAtKey($"{Excerpt.Cut(place, 200)}: the keyword '{Excerpt.Of(keyword)}' means nothing in JSON Schema. Did you mean '{near}'?", value, place, isWarning: true);
            }

            switch (keyword)
            {
                case "properties" or "patternProperties" or "$defs" or "dependentSchemas" when value.Kind == SpecNodeKind.Table:
                    foreach (var (name, inner) in value.Members)
                    {
                        Check(inner, $"{place}/{JsonPointer.Escape(name)}");
                    }

                    break;
                case "allOf" or "anyOf" or "oneOf" or "prefixItems" when value.Kind == SpecNodeKind.List:
                    for (var i = 0; i < value.Items.Count; i++)
                    {
                        Check(value.Items[i], $"{place}/{i}");
                    }

                    break;
                case "items" or "additionalProperties" or "not" or "if" or "then" or "else" or "propertyNames" or "contains":
                    Check(value, place);
                    break;
            }
        }
    }
}
