using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keyword <c>type</c>.</summary>
internal sealed class TypeRule(string[] types) : SchemaRule
{
    /// <summary>Gets the types that there are, as JSON Schema names them, and as messages do.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["string"] = "a string",
        ["integer"] = "an integer",
        ["number"] = "a number",
        ["boolean"] = "true or false",
        ["object"] = "an object",
        ["array"] = "an array",
        ["null"] = "null",
    };

    public override string Expected { get; } = JsonText.List([.. types.Select(static type => Known[type])], "or");

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (Array.Exists(types, type => Is(type, value)))
        {
            return true;
        }

        run.NoteStrange(isFixed: false);
        run.Mismatch(value, Expected);
        return false;
    }

    private static bool Is(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && JsonNumber.Of(value).IsInteger),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        _ => type == "null",
    };
}
