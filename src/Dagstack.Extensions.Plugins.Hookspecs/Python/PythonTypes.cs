using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Says what a schema describes as a type of Python. A type takes what its schema takes, and may take more.</summary>
/// <param name="plan">The names of types.</param>
/// <param name="looksAround">Whether a pattern may be one that only the engine of Python takes: a class can ask for that engine, another type cannot.</param>
internal sealed class PythonTypes(TypePlan plan, bool looksAround)
{
    /// <summary>Gets the type of a schema: its name if it has one.</summary>
    public PythonType Of(Place place) => plan.NameOf(place) is { } name ? Named(name, place) : Within(place);

    /// <summary>Gets the type of a schema in words.</summary>
    public PythonType Within(Place place)
    {
        if (plan.NameOfReference(place) is { } reference)
        {
            return Named(reference, place.At(place.Reference!)) with { Limits = Limits(place, place.At(place.Reference!).Shape) };
        }

        if (place.Get("const") is { } constant)
        {
            return Literal([constant]);
        }

        if (place.Get("enum") is { ValueKind: JsonValueKind.Array } values)
        {
            return Literal([.. values.EnumerateArray()]);
        }

        return place.Get("type") is { ValueKind: JsonValueKind.Array } types ? OneOf(place, [.. types.EnumerateArray().Select(static type => type.GetString()!)]) : OfShape(place);
    }

    /// <summary>Names a type. That of an object is a class, which null is none of.</summary>
    private static PythonType Named(string name, Place place) => place.Shape is ObjectShape { Fields.Count: > 0, AllowsNull: true } ? new PythonType(name).OrNone() : new(name);

    private PythonType OfShape(Place place)
    {
        var type = place.Shape switch
        {
            NullShape => new("None"),

            // Dates and bytes stay texts: a format only says what a text is for, and one that is no date fits the schema too.
            TextShape or BytesShape => new("str", Limits(place, place.Shape)),
            IntegerShape => new("int", Limits(place, place.Shape)),
            NumberShape => new("float", Limits(place, place.Shape)),
            BooleanShape => new("bool"),
            ListShape => new($"list[{(place.Find("items") is { } item ? Of(item).Whole : "Any")}]", Limits(place, place.Shape)),
            AnyShape when place.Text("type") == "array" => new("list[Any]", Limits(place, new ListShape(new AnyShape(), default))),
            ObjectShape => new("dict[str, Any]"),
            MapShape map => new($"dict[str, {(map.ValueSchema.ValueKind == JsonValueKind.Object && place.Find("additionalProperties") is { } value ? Of(value).Whole : "Any")}]", Limits(place, map)),
            AnyShape => PythonType.Any,
            _ => Union(place),
        };
        return place.Shape.AllowsNull ? type.OrNone() : type;
    }

    private IReadOnlyList<string> Limits(Place place, Shape shape) => shape switch
    {
        TextShape or BytesShape => PythonLimits.OfText(place, looksAround),
        IntegerShape => PythonLimits.OfNumber(place, isInteger: true),
        NumberShape => PythonLimits.OfNumber(place, isInteger: false),
        ListShape => PythonLimits.OfCount(place, "minItems", "maxItems"),
        MapShape => PythonLimits.OfCount(place, "minProperties", "maxProperties"),
        _ => [],
    };

    private PythonType Union(Place place)
    {
        var options = place.List("anyOf").Concat(place.List("oneOf")).Where(static option => option.Shape is not NullShape).Select(Of).ToList();
        return options switch
        {
            [] => new("None"),
            [var only] => only,
            _ when options.Exists(static option => option.Text == "Any") => PythonType.Any,
            _ => new(string.Join(" | ", options.Select(static option => option.Whole).Distinct())),
        };
    }

    private PythonType OneOf(Place place, List<string> types)
    {
        var others = types.Where(static type => type != "null").ToList();
        var options = others.Select(type => OfShape(place with { Schema = With(place.Schema, type) })).ToList();
        var union = options switch { [] => new("None"), [var only] => only, _ => new(string.Join(" | ", options.Select(static option => option.Whole).Distinct())) };
        return types.Count > others.Count ? union.OrNone() : union;
    }

    private static JsonElement With(JsonElement schema, string type)
    {
        var single = JsonObject.Create(schema)!.DeepClone().AsObject();
        single["type"] = type;
        return JsonText.Element(single);
    }

    /// <summary>Writes fixed values. Numbers with a point and values with parts are none that a type can name.</summary>
    private static PythonType Literal(IReadOnlyList<JsonElement> values)
    {
        var texts = values.Where(static value => value.ValueKind != JsonValueKind.Null).Select(static value => value.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.True or JsonValueKind.False => PythonText.Value(value),
            JsonValueKind.Number when value.TryGetInt64(out _) => value.GetRawText(),
            _ => null,
        }).Distinct().ToList();
        return texts.Contains(null) ? PythonType.Any
            : texts.Count == 0 ? new("None")
            : new($"Literal[{string.Join(", ", texts)}]{(values.Any(static value => value.ValueKind == JsonValueKind.Null) ? " | None" : string.Empty)}");
    }
}
