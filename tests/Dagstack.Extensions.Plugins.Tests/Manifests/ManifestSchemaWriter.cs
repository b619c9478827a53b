using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Writes the JSON Schema of manifests from the table of fields.</summary>
internal static class ManifestSchemaWriter
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_builtIn = [.. ManifestRuntimes.BuiltIn];

    private static readonly ManifestField[] s_fields = [.. ManifestFields.Plugin.Fields];

    private static readonly ManifestField s_supports = new(ManifestKeys.Supports, string.Empty, ManifestFieldType.Table, "Another form of the keys that begin with supports_.") { Fields = ManifestFields.Supports };

    public static string Write() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "dagstack plugin manifest",
        ["description"] = "dagstack.toml or dagstack.json: what a plugin says about itself.",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["description"] = ManifestFields.Root["$schema"].Doc },
            [ManifestKeys.Plugin] = new JsonObject { ["$ref"] = "#/$defs/plugin" },
            [ManifestKeys.Tool] = new JsonObject
            {
                ["description"] = ManifestFields.Root[ManifestKeys.Tool].Doc,
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["dagstack"] = new JsonObject
                    {
                        ["description"] = "What concerns dagstack.",
                        ["type"] = "object",
                        ["additionalProperties"] = false,
                        ["properties"] = new JsonObject { [ManifestKeys.Plugin] = new JsonObject { ["$ref"] = "#/$defs/plugin" } },
                    },
                },
            },
        },
        ["allOf"] = new JsonArray(AnyOf(Has(ManifestKeys.Plugin), HasTool()), Not(AllOf(Has(ManifestKeys.Plugin), HasTool()))),
        ["$defs"] = new JsonObject { [ManifestKeys.Plugin] = Plugin() },
    }.ToJsonString(s_options) + "\n";

    private static JsonObject Plugin()
    {
        // A table of a runtime that packages bring is known by the name of the runtime only: without such a runtime there is none.
        var plugin = new JsonObject
        {
            ["description"] = ManifestFields.Root[ManifestKeys.Plugin].Doc,
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["description"] = "The table of a runtime that a package brings to the host.", ["type"] = "object" },
            ["patternProperties"] = Extensions(),
            ["required"] = Required(s_fields),
            ["properties"] = ManifestSchemaForms.Properties([.. s_fields, s_supports]),
        };
        var known = new JsonObject
        {
            ["additionalProperties"] = false,
            ["patternProperties"] = Extensions(),
            ["properties"] = new JsonObject(s_fields.Append(s_supports).Select(static field => KeyValuePair.Create(field.Key, (JsonNode?)new JsonObject()))),
        };
        plugin["allOf"] = new JsonArray(
        [
            AnyOf(RunsElsewhere(), known),
            .. s_fields.Where(static field => field.NeededBy is not null).Select(Needed),
            .. s_fields.SelectMany(static table => table.Fields.Fields.Where(static field => field.IsRequired && field.Unless is not null).Select(field => AnyOf(Not(Has(table.Key)), Has(table.Key, Has(field.Key)), Has(field.Unless!)))),
            Not(AllOf(Has(ManifestKeys.InProcessOnly, Enum(true)), AnyOf([.. s_builtIn.Where(static runtime => runtime != ManifestRuntimes.InProcess).Select(RunsIn)]))),
            Not(AllOf(Has(ManifestKeys.TryFirst, Enum(true)), Has(ManifestKeys.TryLast, Enum(true)))),
            .. ManifestFields.Supports.Fields.Select(static field => Not(AllOf(Has($"{ManifestKeys.Supports}_{field.Key}"), Has(ManifestKeys.Supports, Has(field.Key))))),
            .. s_fields.Where(static field => field.NewTable is not null).Select(static field => Not(new JsonObject { ["required"] = new JsonArray(field.Key, field.NewTable) })),
        ]);
        return plugin;
    }

    public static JsonArray Required(IEnumerable<ManifestField> fields) => new([.. fields.Where(static field => field is { IsRequired: true, Unless: null }).Select(static field => (JsonNode)field.Key)]);

    private static JsonObject Extensions() => new() { ["^" + ManifestKeys.ExtensionPrefix] = new JsonObject { ["description"] = "What belongs to whoever writes it." } };

    /// <summary>A key that a runtime needs, or what stands for it in the older form.</summary>
    private static JsonObject Needed(ManifestField field) => AnyOf(
    [
        Not(RunsIn(field.NeededBy!)),
        Has(field.Key),
        .. field.Unless is { } other ? new[] { Has(other) } : [],
        .. s_fields.Where(older => older.NewTable == field.Key && older.NewKey is { } key && field.Fields[key].IsRequired).Select(static older => Has(older.Key)),
    ]);

    private static JsonObject RunsIn(string runtime) => Has(ManifestKeys.Runtime, AnyOf(Enum(runtime), Array(Not(Items(Not(Enum(runtime)))))));

    private static JsonObject RunsElsewhere()
    {
        var other = Not(Enum([.. s_builtIn]));
        other.Insert(0, "type", "string");
        return Has(ManifestKeys.Runtime, AnyOf(other, Array(Not(Items(Enum([.. s_builtIn]))))));
    }

    private static JsonObject Array(JsonObject rule)
    {
        rule.Insert(0, "type", "array");
        return rule;
    }

    private static JsonObject HasTool() => Has(ManifestKeys.Tool, Has("dagstack", Has(ManifestKeys.Plugin)));

    private static JsonObject Has(string key, JsonNode? value = null)
    {
        var rule = new JsonObject { ["required"] = new JsonArray(key) };
        if (value is not null)
        {
            rule["properties"] = new JsonObject { [key] = value };
        }

        return rule;
    }

    private static JsonObject Items(JsonNode rule) => new() { ["items"] = rule };

    private static JsonObject Enum(params JsonNode[] values) => new() { ["enum"] = new JsonArray(values) };

    private static JsonObject Not(JsonNode rule) => new() { ["not"] = rule };

    private static JsonObject AllOf(params JsonNode[] rules) => new() { ["allOf"] = new JsonArray(rules) };

    private static JsonObject AnyOf(params JsonNode[] rules) => new() { ["anyOf"] = new JsonArray(rules) };
}
