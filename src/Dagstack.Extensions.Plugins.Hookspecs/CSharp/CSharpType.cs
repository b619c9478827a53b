using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>A type at one place of a contract, and the schema that the codec writes for it there if nothing else is said.</summary>
/// <param name="Text">The type, without the question mark of one that may be null.</param>
/// <param name="Schema">The schema, without null.</param>
/// <param name="AllowsNull">Whether null is among the values.</param>
internal sealed record CSharpType(string Text, JsonObject Schema, bool AllowsNull = false)
{
    /// <summary>A value of any kind.</summary>
    public const string Any = "JsonElement";

    /// <summary>Gets the declarations that the type refers to.</summary>
    public IReadOnlyList<Declaration> References { get; init; } = [];

    public bool IsAny => Text == Any;

    /// <summary>Gets the schema with null, where it is allowed.</summary>
    public JsonObject SchemaWithNull()
    {
        var schema = (JsonObject)Schema.DeepClone();
        if (!AllowsNull || IsAny)
        {
            return schema;
        }

        if (schema.ContainsKey("$ref"))
        {
            return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (schema["type"] is { } type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        }

        (schema["enum"] as JsonArray)?.Add(null);
        return schema;
    }

    /// <summary>Gets the type with the question mark of one that may be null. A value of any kind may be null itself.</summary>
    public string TextWithNull => AllowsNull && !IsAny ? $"{Text}?" : Text;
}
