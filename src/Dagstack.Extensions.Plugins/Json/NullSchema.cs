using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Lets a schema take null too, or no longer.</summary>
internal static class NullSchema
{
    /// <param name="schema">A schema that has no parent; it may be changed.</param>
    /// <returns>The schema, or one around it.</returns>
    public static JsonObject Allow(JsonObject schema)
    {
        if (schema.ContainsKey("$ref"))
        {
            return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (schema["enum"] is JsonArray values && !values.Contains(null))
        {
            values.Add(null);
        }

        if (schema["type"] is JsonArray types)
        {
            if (!types.Any(static type => type?.GetValue<string>() == "null"))
            {
                types.Add("null");
            }
        }
        else if (schema["type"] is JsonValue type && type.GetValue<string>() is not "null" and var name)
        {
            schema["type"] = new JsonArray(name, "null");
        }

        return schema;
    }

    /// <summary>Takes null out of a schema.</summary>
    /// <param name="schema">A schema that refers to no other; it is changed.</param>
    public static void Refuse(JsonObject schema)
    {
        if (schema["enum"] is JsonArray values)
        {
            values.RemoveAll(static value => value is null);
        }

        if (schema["type"] is JsonArray types)
        {
            types.RemoveAll(static type => type?.GetValue<string>() == "null");
            if (types.Count == 1)
            {
                schema["type"] = types[0]!.DeepClone();
            }
        }
    }
}
