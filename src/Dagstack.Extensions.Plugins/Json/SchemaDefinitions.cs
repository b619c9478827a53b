using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Collects what schemas refer to, so that they can be put into each other: the exporter's references begin at the root of what it exported.</summary>
internal sealed class SchemaDefinitions
{
    private const string Reference = "$ref";
    private const string DefinitionsStart = "#/$defs/";

    private readonly JsonObject _definitions = [];

    /// <summary>Exports a type. What it refers to is among the definitions afterwards.</summary>
    public JsonObject Export(TypeSchema type)
    {
        var schema = type.Export();
        var references = new List<JsonObject>();
        Collect(schema, references);

        // The longest first: what lies in another goes before it.
        foreach (var target in references.GroupBy(static reference => reference[Reference]!.GetValue<string>()).OrderByDescending(static target => target.Key.Length))
        {
            var name = NameFor(type.Names.GetValueOrDefault(target.Key) ?? "Type");
            var pointer = new JsonObject { [Reference] = $"{DefinitionsStart}{name}" };
            if (target.Key == "#")
            {
                (_definitions[name], schema) = (schema, pointer);
            }
            else
            {
                var found = Find(schema, target.Key);
                found.ReplaceWith(pointer);
                _definitions[name] = found;
            }

            foreach (var reference in target)
            {
                reference[Reference] = $"{DefinitionsStart}{name}";
            }
        }

        return schema;
    }

    /// <summary>Takes null out of a schema that <see cref="Export"/> made, and not out of the definition that it may refer to.</summary>
    public JsonObject WithoutNull(JsonObject schema)
    {
        if (schema[Reference]?.GetValue<string>() is not { } reference)
        {
            NullSchema.Refuse(schema);
        }
        else if (_definitions[reference[DefinitionsStart.Length..]] is JsonObject found && found["type"] is { } type)
        {
            schema["type"] = type.DeepClone();
            NullSchema.Refuse(schema);
        }

        return schema;
    }

    /// <summary>Makes an object of a schema that is to be the root of a document, and adds the definitions.</summary>
    public JsonObject Close(JsonObject schema)
    {
        // A root that refers to a definition would say nothing to whoever reads the root only.
        if (schema[Reference] is { } reference)
        {
            schema = (JsonObject)Find(new JsonObject { ["$defs"] = _definitions.DeepClone() }, reference.GetValue<string>()).DeepClone();
        }

        var root = new JsonObject { ["type"] = "object" };
        foreach (var (keyword, value) in schema.Where(static pair => pair.Key != "type").ToList())
        {
            schema.Remove(keyword);
            root[keyword] = value;
        }

        if (_definitions.Count > 0)
        {
            root["$defs"] = _definitions.DeepClone();
        }

        return root;
    }

    private static void Collect(JsonNode? node, List<JsonObject> references)
    {
        switch (node)
        {
            case JsonObject map:
                if (map[Reference] is JsonValue)
                {
                    references.Add(map);
                }

                foreach (var (_, value) in map)
                {
                    Collect(value, references);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, references);
                }

                break;
        }
    }

    private static JsonNode Find(JsonNode root, string pointer) => pointer.Split('/').Skip(1)
        .Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        .Aggregate(root, static (node, part) => node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);

    private string NameFor(string type)
    {
        var name = string.Concat(type.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        for (var number = 2; ; number++)
        {
            if (!_definitions.ContainsKey(name))
            {
                return name;
            }

            name = $"{name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')}{number}";
        }
    }
}
