using System.Collections.Frozen;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes objects.</summary>
internal sealed class ZodObjects(ZodWriter writer)
{
    /// <summary>What each object of JavaScript has: zod takes these for properties that are there.</summary>
    private static readonly FrozenSet<string> s_inherited = FrozenSet.ToFrozenSet(
    [
        "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
        "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
    ]);

    /// <summary>Writes an object.</summary>
    /// <param name="place">The schema.</param>
    /// <param name="lines">Whether each property has a line of its own.</param>
    public ZodType Write(Place place, bool lines)
    {
        var all = place.Get("properties") is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().Select(static property => property.Name).ToList() : [];
        var required = place.Get("required") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(static name => name.GetString()!).Distinct().ToList() : [];
        var properties = all.Select(name => (Name: name, Type: writer.Of(place.Property(name)), IsRequired: required.Contains(name))).ToList();
        var shape = properties.Where(static property => !s_inherited.Contains(property.Name)).ToList();
        var code = Base(place, shape, properties.Except(shape).ToList(), lines);
        var absent = required.Except(shape.Select(static property => property.Name)).ToList();
        if (absent.Count > 0)
        {
            code = code.Refine($"{writer.Helpers.Use("hasAll")}({string.Join(", ", absent.Select(TypeScriptText.Literal))})", $"expected {string.Join(", ", absent)}");
        }

        code = place.Find("propertyNames") is { } names ? code.SuperRefine($"{writer.Helpers.Use("names")}({writer.OfPart(names, "string").Code})") : code;
        var (min, max) = (ZodScalars.Count(place, "minProperties"), ZodScalars.Count(place, "maxProperties"));
        code = min is null && max is null ? code : code.Refine($"{writer.Helpers.Use("hasSize")}({ZodScalars.Range(min, max)})", $"expected {ZodScalars.Said(min, max)} propert{((max ?? min) == 1 ? "y" : "ies")}");
        code = code with { Type = TypeOf(place, properties) };
        return lines || shape.Count == properties.Count ? code : code.Cast(code.Type);
    }

    private ZodType Base(Place place, List<(string Name, ZodType Type, bool IsRequired)> shape, List<(string Name, ZodType Type, bool IsRequired)> inherited, bool lines)
    {
        var others = place.Find("additionalProperties");
        var patterns = place.Get("patternProperties") is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().Zip(place.Map("patternProperties"), (property, schema) => $"[{writer.Helpers.Use("pattern")}({TypeScriptText.Literal(property.Name)}), {writer.Of(schema).Code}]").ToList() : [];
        patterns.InsertRange(0, inherited.Select(static property => $"[/^{property.Name}$/, {property.Type.Code}]"));
        if (patterns.Count > 0)
        {
            var known = string.Join(", ", shape.Select(static property => TypeScriptText.Literal(property.Name)));
            var rest = others is null ? writer.Any : writer.Of(others);
            return new ZodType($"z.looseObject({Shape(shape, lines)})", string.Empty).SuperRefine($"{writer.Helpers.Use("properties")}([{known}], [{string.Join(", ", patterns)}], {rest.Code})");
        }

        return new(others switch
        {
            { Schema.ValueKind: JsonValueKind.False } => $"z.strictObject({Shape(shape, lines)})",
            { Schema.ValueKind: JsonValueKind.Object } when shape.Count == 0 => $"z.record(z.string(), {writer.Of(others).Code})",
            { Schema.ValueKind: JsonValueKind.Object } => $"z.object({Shape(shape, lines)}).catchall({writer.Of(others).Code})",
            _ when shape.Count == 0 => "z.record(z.string(), z.unknown())",
            _ => $"z.looseObject({Shape(shape, lines)})",
        }, string.Empty);
    }

    private static string Shape(List<(string Name, ZodType Type, bool IsRequired)> properties, bool lines)
    {
        var written = properties.Select(static property => $"{TypeScriptText.Key(property.Name)}: {property.Type.Code}{(property.IsRequired ? string.Empty : ".optional()")}");
        return properties.Count == 0 ? "{}" : lines ? $"{{\n{string.Concat(written.Select(static line => $"  {line},\n"))}}}" : $"{{ {string.Join(", ", written)} }}";
    }

    /// <summary>Writes the type of an object that has no name of its own.</summary>
    private string TypeOf(Place place, List<(string Name, ZodType Type, bool IsRequired)> properties)
    {
        var others = place.Find("additionalProperties");
        if (properties.Count == 0 && others?.Schema.ValueKind != JsonValueKind.False)
        {
            var value = others is null || place.Get("patternProperties") is not null ? new(string.Empty, "unknown") : writer.Of(others);

            // A type may come back to itself by brackets, and not by the name of another type.
            return value.Code.Contains("z.lazy(", StringComparison.Ordinal) ? $"{{ [name: string]: {value.Type} }}" : $"Record<string, {value.Type}>";
        }

        var members = properties.Select(static property => $"{TypeScriptText.Key(property.Name)}{(property.IsRequired ? string.Empty : "?")}: {property.Type.Type}{(property.IsRequired ? string.Empty : " | undefined")}").ToList();
        if (IsOpen(place))
        {
            members.Add("[name: string]: unknown");
        }

        return members.Count == 0 ? "Record<string, never>" : $"{{ {string.Join("; ", members)} }}";
    }

    /// <summary>Tells whether an object has names that zod does not see.</summary>
    public static bool HasInherited(Place place) => place.Get("properties") is { ValueKind: JsonValueKind.Object } map && map.EnumerateObject().Any(static property => s_inherited.Contains(property.Name));

    /// <summary>Tells whether an object may have properties that it does not name.</summary>
    public static bool IsOpen(Place place) => place.Find("additionalProperties")?.Schema.ValueKind != JsonValueKind.False || place.Get("patternProperties") is not null;
}
