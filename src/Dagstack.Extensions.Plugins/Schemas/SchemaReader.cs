using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Reads the keywords of one schema that is an object.</summary>
internal sealed class SchemaReader(SchemaCompiler compiler, JsonElement schema, string path)
{
    public IEnumerable<SchemaRule> Read()
    {
        CheckKeywords();
        var rules = new List<SchemaRule>();
        Add(rules, ReadTypes());
        Add(rules, Find("enum", JsonValueKind.Array, "an array of values") is { } values ? new EnumRule([.. values.EnumerateArray()]) : null);
        Add(rules, schema.TryGetProperty("const", out var constant) ? new EnumRule([constant]) : null);
        Add(rules, ReadNumbers());
        Add(rules, ReadText());
        Add(rules, ReadArray());
        Add(rules, ReadObject());
        Add(rules, ReadReference());
        Add(rules, Nodes("allOf") is { Length: > 0 } all ? new AllOfRule(all) : null);
        Add(rules, Nodes("anyOf") is { Length: > 0 } any ? new AnyOfRule(any, one: false) : null);
        Add(rules, Nodes("oneOf") is { Length: > 0 } one ? new AnyOfRule(one, one: true) : null);
        Add(rules, Node("not") is { } not ? new NotRule(not) : null);
        Add(rules, Node("if") is { } condition ? new IfRule(condition, Node("then"), Node("else")) : null);
        return rules;
    }

    private static void Add(List<SchemaRule> rules, SchemaRule? rule)
    {
        if (rule is not null)
        {
            rules.Add(rule);
        }
    }

    private string Place(string keyword) => $"{path}/{JsonPath.Escape(keyword)}";

    private void CheckKeywords()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keyword in schema.EnumerateObject().Select(static property => property.Name))
        {
            if (!seen.Add(keyword))
            {
                compiler.Report(Place(keyword), $"the keyword '{Excerpt.Of(keyword)}' is there twice.");
            }

            if (SchemaKeywords.Unsupported.Contains(keyword) || (keyword == "$id" && path.Length > 0))
            {
                compiler.Report(Place(keyword), $"the keyword '{keyword}' is not supported here. Say it with other keywords, or leave it to the plugin.", keyword);
            }
        }
    }

    private TypeRule? ReadTypes()
    {
        if (!schema.TryGetProperty("type", out var value))
        {
            return null;
        }

        JsonElement[] types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        foreach (var type in types.Where(static type => type.ValueKind != JsonValueKind.String || !TypeRule.Known.ContainsKey(type.GetString()!)))
        {
            Wrong("type", type, $"one of {JsonText.List([.. TypeRule.Known.Keys], "or")}");
            return null;
        }

        return new([.. types.Select(static type => type.GetString()!)]);
    }

    private NumberRule? ReadNumbers()
    {
        var limits = new List<(string, JsonElement)>();
        foreach (var keyword in NumberRule.Keywords)
        {
            if (Find(keyword, JsonValueKind.Number, "a number") is { } limit)
            {
                limits.Add((keyword, limit));
                if (keyword == "multipleOf" && JsonNumber.Of(limit).Sign <= 0)
                {
                    Wrong(keyword, limit, "a number above zero");
                }
            }
        }

        return limits.Count == 0 ? null : new([.. limits]);
    }

    private TextRule? ReadText()
    {
        var (min, max) = (Count("minLength"), Count("maxLength"));
        var pattern = Find("pattern", JsonValueKind.String, "a regular expression") is { } text ? Pattern(text.GetString()!, Place("pattern")) : null;
        return min is null && max is null && pattern is null ? null : new(min, max, pattern);
    }

    private ArrayRule? ReadArray()
    {
        // An array under 'items' is what 'prefixItems' was called before 2020-12.
        var isTuple = schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array;
        var rule = new ArrayRule
        {
            First = Nodes(isTuple ? "items" : "prefixItems"),
            Rest = isTuple ? null : Node("items"),
            MinItems = Count("minItems"),
            MaxItems = Count("maxItems"),
            Unique = Find("uniqueItems", JsonValueKind.True, "true or false", JsonValueKind.False)?.GetBoolean() ?? false,
        };
        return rule is { First.Count: 0, Rest: null, MinItems: null, MaxItems: null, Unique: false } ? null : rule;
    }

    private ObjectRule? ReadObject()
    {
        var patterns = new List<(SchemaPattern, SchemaNode)>();
        foreach (var (text, node) in Map("patternProperties"))
        {
            if (Pattern(text, $"{Place("patternProperties")}/{JsonPath.Escape(text)}") is { } pattern)
            {
                patterns.Add((pattern, node));
            }
        }

        var rule = new ObjectRule(Map("properties"))
        {
            Patterns = patterns,
            Others = Node("additionalProperties"),
            Names = Node("propertyNames"),
            Required = ReadRequired(),
            MinProperties = Count("minProperties"),
            MaxProperties = Count("maxProperties"),
        };
        return rule is { Properties.Count: 0, Patterns.Count: 0, Others: null, Names: null, Required.Count: 0, MinProperties: null, MaxProperties: null } ? null : rule;
    }

    private string[] ReadRequired()
    {
        if (Find("required", JsonValueKind.Array, "an array of names") is not { } names)
        {
            return [];
        }

        if (names.EnumerateArray().Any(static name => name.ValueKind != JsonValueKind.String))
        {
            Wrong("required", names, "an array of names");
            return [];
        }

        return [.. names.EnumerateArray().Select(static name => name.GetString()!).Distinct(StringComparer.Ordinal)];
    }

    private AllOfRule? ReadReference() =>
        Find("$ref", JsonValueKind.String, "a reference") is { } reference && compiler.Resolve(reference.GetString()!, Place("$ref")) is { } node ? new([node]) : null;

    private SchemaPattern? Pattern(string text, string place)
    {
        try
        {
            return new(text);
        }
        catch (ArgumentException fault)
        {
            compiler.Report(place, $"'{Excerpt.Of(text)}' is not a regular expression that can be used: {Excerpt.Cut(fault.Message, 200)}", text, "a regular expression");
            return null;
        }
    }

    private SchemaNode? Node(string keyword) => schema.TryGetProperty(keyword, out var value) ? compiler.NodeOf(value, Place(keyword)) : null;

    private SchemaNode[] Nodes(string keyword)
    {
        if (Find(keyword, JsonValueKind.Array, "an array of schemas") is not { } array)
        {
            return [];
        }

        // An empty list of alternatives is nobody's intention, and drafts differ on what it means.
        if (array.GetArrayLength() == 0 && keyword is ("anyOf" or "oneOf" or "allOf"))
        {
            Wrong(keyword, array, "at least one schema");
        }

        return [.. array.EnumerateArray().Select((item, index) => compiler.NodeOf(item, $"{Place(keyword)}/{index}"))];
    }

    private Dictionary<string, SchemaNode> Map(string keyword)
    {
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        if (Find(keyword, JsonValueKind.Object, "an object of schemas") is { } map)
        {
            foreach (var property in map.EnumerateObject())
            {
                var place = $"{Place(keyword)}/{JsonPath.Escape(property.Name)}";
                if (!nodes.TryAdd(property.Name, compiler.NodeOf(property.Value, place)))
                {
                    compiler.Report(place, "it is there twice.");
                }
            }
        }

        return nodes;
    }

    private long? Count(string keyword)
    {
        if (Find(keyword, JsonValueKind.Number, "an integer of at least 0") is not { } value)
        {
            return null;
        }

        // 3.0 is an integer in JSON Schema.
        if (value.TryGetDecimal(out var count) && count == decimal.Truncate(count) && count is >= 0 and <= int.MaxValue)
        {
            return (long)count;
        }

        Wrong(keyword, value, "an integer of at least 0");
        return null;
    }

    private JsonElement? Find(string keyword, JsonValueKind kind, string expected, JsonValueKind? orKind = null)
    {
        if (!schema.TryGetProperty(keyword, out var value))
        {
            return null;
        }

        if (value.ValueKind == kind || value.ValueKind == orKind)
        {
            return value;
        }

        Wrong(keyword, value, expected);
        return null;
    }

    private void Wrong(string keyword, JsonElement value, string expected) =>
        compiler.Report(Place(keyword), $"found {JsonText.Describe(value)}, expected {expected}.", JsonText.Describe(value), expected);
}
