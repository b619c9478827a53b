using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes what a schema says of types and fixed values, and of values of each type.</summary>
internal sealed class ZodTyped(ZodWriter writer)
{
    private static readonly string[] s_types = ["string", "number", "boolean", "object", "array", "null"];
    private static readonly string[] s_ofText = ["minLength", "maxLength", "pattern"];
    private static readonly string[] s_ofNumber = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] s_ofList = ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"];
    private static readonly string[] s_ofObject = ["properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties"];

    /// <summary>Tells whether a schema says something of types, besides what other schemas say that it is made of.</summary>
    public static bool IsTyped(Place place) => Has(place, ["type", "const", "enum"]) || IsLimited(place);

    public ZodType Write(Place place, bool lines)
    {
        if (!Has(place, ["const", "enum"]))
        {
            return ZodType.Union([.. Types(place).Select(type => Of(type, place, lines))]);
        }

        var type = Fixed(place);
        return IsLimited(place) ? type.SuperRefine($"{writer.Helpers.Use("allOf")}({Write(ZodWriter.Without(place, "const", "enum"), lines: false).Code})") : type;
    }

    private static bool Has(Place place, ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (place.Get(keyword) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLimited(Place place) => Has(place, s_ofText) || Has(place, s_ofNumber) || Has(place, s_ofList) || Has(place, s_ofObject);

    private static IReadOnlyList<string> Types(Place place)
    {
        if (place.Get("type") is not { } type)
        {
            return s_types;
        }

        var types = (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static name => name.GetString()!) : [type.GetString()!]).Distinct().ToList();
        return types.Contains("number") ? [.. types.Where(static name => name != "integer")] : types;
    }

    private ZodType Of(string type, Place place, bool lines) => type switch
    {
        "string" => ZodScalars.Text(place, writer.Helpers),
        "integer" => ZodScalars.Number(place, isInteger: true, writer.Helpers),
        "number" => ZodScalars.Number(place, isInteger: false, writer.Helpers),
        "boolean" => new("z.boolean()", "boolean"),
        "array" => ZodLists.Write(place, writer),
        "object" => new ZodObjects(writer).Write(place, lines),
        _ => new("z.null()", "null"),
    };

    private ZodType Fixed(Place place)
    {
        var types = Types(place);
        IEnumerable<JsonElement> values = place.Get("enum") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [place.Get("const")!.Value];
        var fitting = values.Where(value => types.Any(type => Is(type, value)) && (place.Get("const") is not { } constant || JsonElement.DeepEquals(constant, value)))
            .DistinctBy(static value => value.GetRawText()).ToList();
        if (fitting.Count == 0)
        {
            return new("z.never()", "never");
        }

        if (fitting.Exists(static value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            return writer.Any.Refine($"{writer.Helpers.Use("isOneOf")}({string.Join(", ", fitting.Select(TypeScriptText.Value))})", "expected one of the values of the schema");
        }

        var texts = string.Join(", ", fitting.Select(TypeScriptText.Value));
        return new(fitting.Count == 1 ? $"z.literal({texts})" : fitting.TrueForAll(static value => value.ValueKind == JsonValueKind.String) ? $"z.enum([{texts}])" : $"z.literal([{texts}])",
            string.Join(" | ", fitting.Select(TypeScriptText.Value)));
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => value.ValueKind == JsonValueKind.Null,
    };
}
