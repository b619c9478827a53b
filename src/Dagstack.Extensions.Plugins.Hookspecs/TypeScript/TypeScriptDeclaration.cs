using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes a schema that has a name: its type, and the schema of zod.</summary>
internal sealed class TypeScriptDeclaration(TypePlan plan, ZodHelpers helpers)
{
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        "contains", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedItems", "unevaluatedProperties", "$dynamicRef",
    };

    public string Write(Declaration declaration)
    {
        var (name, place) = (declaration.Name, declaration.Place);
        var writer = new ZodWriter(plan, helpers, declaration.Ahead);
        var type = writer.Within(place, lines: true);
        var text = new StringBuilder(TypeScriptText.Comment(Said(place), string.Empty));
        if (declaration.IsObject && IsPlainObject(place))
        {
            text.Append(Interface(name, place, writer));
        }
        else
        {
            text.Append("export type ").Append(name).Append(" = ").Append(type.Type).Append(";\n");
        }

        text.Append("export const ").Append(name).Append("Schema");
        if (ZodObjects.HasInherited(place))
        {
            type = type.Cast(name);
        }

        // The type of a schema that comes back to itself cannot be found out from it.
        return text.Append(declaration.Ahead.Count > 0 ? $": z.ZodType<{name}> = {type.Code};\n" : $" = {type.Code} satisfies z.ZodType<{name}>;\n").ToString();
    }

    private static bool IsPlainObject(Place place) => place.Text("type") == "object" && place.Get("enum") is null && place.Get("const") is null;

    private static string Interface(string name, Place place, ZodWriter writer)
    {
        var text = new StringBuilder("export interface ").Append(name).Append(" {\n");
        foreach (var field in ((ObjectShape)place.Shape).Fields)
        {
            var initial = field.Default.ValueKind == JsonValueKind.Undefined ? null : $"@default {TypeScriptText.Value(field.Default)}";
            text.Append(TypeScriptText.Comment(string.Join("\n\n", new[] { field.Description, initial }.OfType<string>()), "  "))
                .Append("  ").Append(TypeScriptText.Key(field.Name)).Append(field.IsRequired ? ": " : "?: ")
                .Append(writer.Of(place.Property(field.Name)).Type).Append(field.IsRequired ? ";\n" : " | undefined;\n");
        }

        return text.Append(ZodObjects.IsOpen(place) ? "  [name: string]: unknown;\n}\n" : "}\n").ToString();
    }

    /// <summary>Writes what the schema is for, and what of it is not checked.</summary>
    private static string? Said(Place place)
    {
        var left = Ignored(place).Distinct().Order(StringComparer.Ordinal).ToList();
        return left.Count == 0 ? place.Description : $"{place.Description}\n\nNot checked here: {string.Join(", ", left)}.";
    }

    private static IEnumerable<string> Ignored(Place place) => place.Schema.ValueKind != JsonValueKind.Object ? []
        : place.Schema.EnumerateObject().Select(static keyword => keyword.Name).Where(s_ignored.Contains).Concat(place.Children.SelectMany(Ignored));
}
