using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes a schema as a type of zod that takes exactly what the schema takes.</summary>
/// <param name="plan">The names of types.</param>
/// <param name="helpers">Takes note of the helpers that are used.</param>
/// <param name="ahead">The types that stand further down in the module.</param>
internal sealed class ZodWriter(TypePlan plan, ZodHelpers helpers, IReadOnlySet<string> ahead)
{
    private static readonly string[] s_lists = ["allOf", "anyOf", "oneOf"];

    public ZodHelpers Helpers => helpers;

    /// <summary>Gets any value, as the schema <c>true</c> and <c>{}</c> have it.</summary>
    public ZodType Any => new(helpers.Use("AnyValue"), "unknown");

    /// <summary>Gets the type of a schema: its name if it has one.</summary>
    public ZodType Of(Place place) => plan.NameOf(place) is { } name ? Named(name) : Within(place);

    /// <summary>Gets the type of a schema in words.</summary>
    /// <param name="place">The schema.</param>
    /// <param name="lines">Whether each property of an object has a line of its own.</param>
    public ZodType Within(Place place, bool lines = false) => place.Schema.ValueKind switch
    {
        JsonValueKind.True => Any,
        JsonValueKind.False => new("z.never()", "never"),
        _ => Composed(place, lines),
    };

    private ZodType Named(string name) => new(ahead.Contains(name) ? $"z.lazy(() => {name}Schema)" : $"{name}Schema", name);

    private ZodType Composed(Place place, bool lines)
    {
        var reference = plan.NameOfReference(place);
        var type = reference is null ? null : TypeOf(place.At(place.Reference!));
        place = type is null || !ZodTyped.IsTyped(place) ? place : WithType(place, type);
        var implied = TypeOf(place);
        var lists = s_lists.ToDictionary(static keyword => keyword, keyword => place.List(keyword).Select(child => OfPart(child, implied)).ToList(), StringComparer.Ordinal);
        return Checked(Base(place, reference, lists, lines), place, implied, lists);
    }

    /// <summary>Writes what gives the value its type, and takes it out of the lists.</summary>
    private ZodType Base(Place place, string? reference, Dictionary<string, List<ZodType>> lists, bool lines)
    {
        var isTyped = ZodTyped.IsTyped(place);
        if (reference is not null)
        {
            return isTyped ? Named(reference).SuperRefine(Call("allOf", [new ZodTyped(this).Write(place, lines: false)])) : Named(reference);
        }

        if (isTyped)
        {
            return new ZodTyped(this).Write(place, lines);
        }

        var keyword = lists.Keys.FirstOrDefault(keyword => lists[keyword].Count > 0);
        if (keyword is null)
        {
            return Any;
        }

        var parts = lists[keyword];
        lists[keyword] = keyword == "oneOf" && parts.Count > 1 ? parts : [];
        return keyword == "allOf" ? All(parts) : ZodType.Union(parts);
    }

    private ZodType Checked(ZodType type, Place place, string? implied, Dictionary<string, List<ZodType>> lists)
    {
        type = lists["allOf"] is { Count: > 0 } all ? type.SuperRefine(Call("allOf", all)) : type;
        type = lists["anyOf"] is { Count: > 0 } any ? type.Refine(Call("anyOf", any), "expected to fit one of several schemas") : type;
        type = lists["oneOf"] is { Count: > 0 } one ? type.Refine(Call("oneOf", one), "expected to fit exactly one of several schemas") : type;
        type = place.Find("not") is { } not ? type.Refine(Call("not", [OfPart(not, implied)]), "fits a schema that it must not fit") : type;
        return place.Find("if") is { } condition && (place.Find("then") ?? place.Find("else")) is not null
            ? type.SuperRefine(Call("conditional", [OfPart(condition, implied), OfPart(place.Find("then"), implied), OfPart(place.Find("else"), implied)]))
            : type;
    }

    /// <summary>Writes a schema that looks at the same value as another, which has seen to it that the value has a type.</summary>
    public ZodType OfPart(Place? place, string? type) => place is null ? Any
        : type is not null && plan.NameOf(place) is null && place.Schema.ValueKind == JsonValueKind.Object && place.Get("type") is null && place.Get("$ref") is null ? Within(WithType(place, type)) : Of(place);

    private static string? TypeOf(Place place) => place.Text("type");

    private static Place WithType(Place place, string type)
    {
        if (place.Get("type") is not null)
        {
            return place;
        }

        var typed = JsonObject.Create(place.Schema)!.DeepClone().AsObject();
        typed["type"] = type;
        return place with { Schema = JsonText.Element(typed) };
    }

    /// <summary>Joins what passes each of several.</summary>
    private ZodType All(List<ZodType> types)
    {
        if (types is [var only])
        {
            return only;
        }

        var known = types.Where(static type => type.Type != "unknown").Select(static type => type.Grouped).Distinct().ToList();
        var first = types[0].SuperRefine(Call("allOf", types[1..]));
        return known.Count == 0 || (known.Count == 1 && types[0].Type != "unknown") ? first : first.Cast(string.Join(" & ", known));
    }

    private string Call(string helper, IEnumerable<ZodType> arguments) => $"{helpers.Use(helper)}({string.Join(", ", arguments.Select(static argument => argument.Code))})";

    /// <summary>Takes keywords out of a schema.</summary>
    public static Place Without(Place place, params ReadOnlySpan<string> keywords)
    {
        var rest = JsonObject.Create(place.Schema)!.DeepClone().AsObject();
        foreach (var keyword in keywords)
        {
            rest.Remove(keyword);
        }

        return place with { Schema = JsonText.Element(rest) };
    }
}
