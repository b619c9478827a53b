using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Finds out what a schema describes.</summary>
internal static class ShapeReader
{
    /// <summary>Keywords that say what fits, besides the ones that a shape is made of. A schema that has one of them beside a union, or beside nothing, is more than a type.</summary>
    private static readonly string[] s_composing = ["allOf", "not", "if", "oneOf", "anyOf"];

    /// <summary>Reads a schema.</summary>
    public static Shape Read(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return new AnyShape();
        }

        if (Text(schema, "$ref") is { } reference)
        {
            return reference == "#" ? new ReferenceShape(null)
                : reference.StartsWith("#/$defs/", StringComparison.Ordinal) && reference[8..] is var part && !part.Contains('/', StringComparison.Ordinal) ? new ReferenceShape(JsonPointer.UnescapeReference(part))
                : new AnyShape();
        }

        var composing = s_composing.Where(keyword => schema.TryGetProperty(keyword, out _)).ToList();
        if (composing.Count > 0)
        {
            return composing is ["anyOf" or "oneOf"] && !schema.TryGetProperty("type", out _) ? Union(schema.GetProperty(composing[0])) : new AnyShape();
        }

        var types = Types(schema);
        var allowsNull = types.Remove("null");
        return types switch
        {
            [] when allowsNull => new NullShape(),
            [] when schema.TryGetProperty("enum", out var values) => Choice(values),
            [] => new AnyShape(),
            [var type] => Of(type, schema) with { AllowsNull = allowsNull },
            _ => new AnyShape(),
        };
    }

    private static Shape Of(string type, JsonElement schema)
    {
        if (schema.TryGetProperty("const", out _))
        {
            return type == "string" ? new TextShape(null) : new AnyShape();
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return type == "string" ? Choice(values) : new AnyShape();
        }

        return type switch
        {
            "string" => Text(schema, "contentEncoding") == "base64" ? new BytesShape() : new TextShape(Text(schema, "format")),
            "integer" => new IntegerShape(IsSmall(schema)),
            "number" => new NumberShape(),
            "boolean" => new BooleanShape(),
            "array" => List(schema),
            "object" => Object(schema),
            _ => new AnyShape(),
        };
    }

    private static Shape List(JsonElement schema) => schema.TryGetProperty("prefixItems", out _) ? new AnyShape()
        : schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object ? new ListShape(Read(items), items)
        : schema.TryGetProperty("items", out _) ? new AnyShape()
        : new ListShape(new AnyShape(), default);

    private static Shape Object(JsonElement schema)
    {
        var others = schema.TryGetProperty("additionalProperties", out var given) ? given : default;
        var hasPatterns = schema.TryGetProperty("patternProperties", out _);
        var properties = schema.TryGetProperty("properties", out var map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().ToList() : [];
        if (properties.Count == 0 && others.ValueKind != JsonValueKind.False)
        {
            return hasPatterns ? new MapShape(new AnyShape(), default) : new MapShape(Read(others), others);
        }

        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static name => name.GetString()).ToHashSet(StringComparer.Ordinal) : [];
        return new ObjectShape([.. properties.Select(property => new Field(property.Name, Read(property.Value), property.Value, required.Contains(property.Name)))], IsOpen: others.ValueKind != JsonValueKind.False || hasPatterns);
    }

    private static Shape Union(JsonElement options)
    {
        var others = options.EnumerateArray().Where(static option => !IsNull(option)).ToList();
        var allowsNull = others.Count < options.GetArrayLength();
        return others.Count switch
        {
            0 => new NullShape(),
            1 when Read(others[0]) is not NullShape and var only => only with { AllowsNull = only.AllowsNull || allowsNull },
            _ => new UnionShape(others) { AllowsNull = allowsNull },
        };
    }

    private static Shape Choice(JsonElement values)
    {
        var texts = values.EnumerateArray().Where(static value => value.ValueKind == JsonValueKind.String).Select(static value => value.GetString()!).Distinct(StringComparer.Ordinal).ToList();
        var hasNull = values.EnumerateArray().Any(static value => value.ValueKind == JsonValueKind.Null);
        return texts.Count > 0 && texts.Count + (hasNull ? 1 : 0) == values.GetArrayLength() ? new ChoiceShape(texts) { AllowsNull = hasNull } : new AnyShape();
    }

    private static bool IsNull(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && Text(schema, "type") == "null";

    private static bool IsSmall(JsonElement schema) => Limit(schema, "minimum", "exclusiveMinimum") >= int.MinValue && Limit(schema, "maximum", "exclusiveMaximum") <= int.MaxValue;

    private static decimal? Limit(JsonElement schema, params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (schema.TryGetProperty(keyword, out var limit) && limit.TryGetDecimal(out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static List<string> Types(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static name => name.GetString()!)]
        : [type.GetString()!];

    private static string? Text(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
