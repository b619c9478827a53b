using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The form that each type of field has in the JSON Schema.</summary>
internal static class ManifestSchemaForms
{
    private const string Name = "^[a-z0-9][a-z0-9_-]*$";
    private const string Runtime = "^[a-z][a-z0-9_]*$";

    public static JsonObject Properties(IEnumerable<ManifestField> fields) => new(fields.Select(static field => KeyValuePair.Create(field.Key, (JsonNode?)Property(field))));

    private static JsonObject Property(ManifestField field)
    {
        var property = new JsonObject { ["description"] = field.Doc };
        foreach (var (keyword, value) in Form(field).ToList())
        {
            property[keyword] = value?.DeepClone();
        }

        // That a list or a table is empty by default goes without saying.
        if (field.Default is { } byDefault and not ("[]" or "{}"))
        {
            property["default"] = JsonNode.Parse(byDefault);
        }

        if (field.Example is { } example && field.Type != ManifestFieldType.Table)
        {
            property["examples"] = new JsonArray(JsonNode.Parse(example));
        }

        return property;
    }

    private static JsonObject Form(ManifestField field) => field.Type switch
    {
        ManifestFieldType.Text => Text(),
        ManifestFieldType.Texts => Array(Text()),
        ManifestFieldType.Flag => Typed("boolean"),
        ManifestFieldType.Number => Typed("integer", ("minimum", 0), ("maximum", int.MaxValue)),
        ManifestFieldType.Seconds => Typed("integer", ("minimum", 1), ("maximum", int.MaxValue / 1000)),
        ManifestFieldType.Duration => Typed("number", ("exclusiveMinimum", 0), ("maximum", uint.MaxValue)),
        ManifestFieldType.Choice => Enum(field.Choices),
        ManifestFieldType.Table => Table(field),
        ManifestFieldType.TextMap => Typed("object", ("additionalProperties", Typed("string"))),
        ManifestFieldType.FreeTable => Typed("object"),
        ManifestFieldType.Version => Pattern(field.Pattern ?? "^v?[0-9][0-9A-Za-z.!+_-]*$"),
        ManifestFieldType.VersionRange => Typed("string", ("pattern", "[0-9]|^\\s*[*xX]\\s*$"), ("maxLength", 512)),
        ManifestFieldType.Name => Pattern(Name),
        ManifestFieldType.Runtimes => AnyOf(Enum(ManifestRuntimes.BuiltIn), Pattern(Runtime), Typed("array", ("minItems", 1), ("items", AnyOf(Enum(ManifestRuntimes.BuiltIn), Pattern(Runtime))))),
        ManifestFieldType.EntryPoint => Pattern("^(?!.*\\.[dD][lL][lL]:)[\\p{L}\\p{Nd}_ -][\\p{L}\\p{Nd}_. -]*:[\\p{L}_][\\p{L}\\p{Nd}_]*([.+][\\p{L}_][\\p{L}\\p{Nd}_]*)*$"),
        ManifestFieldType.Dependencies => Array(AnyOf(Pattern(Name), With(Table(field), ("description", "A plugin by kind and name.")))),
        ManifestFieldType.Address => Pattern("^[hH][tT][tT][pP][sS]?://[^/?#\\s]+|\\$[{$]"),
        ManifestFieldType.Command => Command(),
        ManifestFieldType.CommandLine => AnyOf(Pattern("\\S"), Command()),
        _ => [],
    };

    private static JsonObject Table(ManifestField field)
    {
        var table = Typed("object", ("additionalProperties", field.Fields.TakesOthers), ("properties", Properties(field.Fields.Fields)));
        if (ManifestSchemaWriter.Required(field.Fields.Fields) is { Count: > 0 } required)
        {
            table["required"] = required;
        }

        return table;
    }

    private static JsonObject Text() => Typed("string", ("minLength", 1));

    private static JsonObject Pattern(string pattern) => Typed("string", ("pattern", pattern));

    private static JsonObject Command() => Typed("array", ("minItems", 1), ("items", Text()));

    private static JsonObject Array(JsonObject items) => Typed("array", ("items", items));

    private static JsonObject Enum(IEnumerable<string> values) => new() { ["enum"] = new JsonArray([.. values.Select(static value => (JsonNode)value)]) };

    private static JsonObject AnyOf(params JsonNode[] forms) => new() { ["anyOf"] = new JsonArray(forms) };

    private static JsonObject Typed(string type, params (string Keyword, JsonNode Value)[] rules) => With(new() { ["type"] = type }, rules);

    private static JsonObject With(JsonObject form, params (string Keyword, JsonNode Value)[] rules)
    {
        foreach (var (keyword, value) in rules)
        {
            form[keyword] = value;
        }

        return form;
    }
}
