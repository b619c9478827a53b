using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A document whose definitions are what the exporter refers to: its references begin at the root of what it exported, so that no schema could be put into another.</summary>
internal sealed class SchemaDefinitions : SchemaShape
{
    private readonly JsonObject _definitions = [];

    /// <summary>Exports a type. What it refers to is among the definitions afterwards.</summary>
    public override JsonObject Export(JsonTypeInfo info)
    {
        var type = new TypeSchema(info, this);
        var schema = type.Export();
        var references = new List<JsonObject>();
        Collect(schema, type.Names, references);

        // The longest first: what lies in another goes before it.
        foreach (var target in references.GroupBy(static reference => reference[Reference]!.GetValue<string>()).OrderByDescending(static target => target.Key.Length))
        {
            var name = NameFor(type.Names[target.Key]);
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

    public override JsonObject WithoutNull(JsonObject schema)
    {
        if (schema[Reference]?.GetValue<string>() is not { } reference)
        {
            NullSchema.Refuse(schema);
        }
        else if (FindDefinition(reference) is JsonObject found && found["type"] is { } type)
        {
            schema["type"] = type.DeepClone();
            NullSchema.Refuse(schema);
        }

        return schema;
    }

    /// <summary>Makes an object of a schema that is to be the root of a document, and adds the definitions.</summary>
    public override JsonObject Close(JsonObject schema, string place, JsonSchemaAttribute? attribute)
    {
        // A root that refers to a definition would say nothing to whoever reads the root only.
        if (schema[Reference] is JsonValue reference && FindDefinition(reference.GetValue<string>()) is { } found)
        {
            schema = (JsonObject)found.DeepClone();
        }

        var root = new JsonObject { ["type"] = "object" };
        foreach (var (keyword, value) in schema.Where(static pair => pair.Key != "type").ToList())
        {
            schema.Remove(keyword);
            root[keyword] = value;
        }

        Add(root, place, attribute);
        var definitions = (JsonObject)_definitions.DeepClone();
        foreach (var (name, definition) in Given)
        {
            definitions[name] = definition?.DeepClone();
        }

        if (definitions.Count > 0)
        {
            root[Definitions] = definitions;
        }

        return root;
    }

    private JsonNode? FindDefinition(string reference) => reference.StartsWith(DefinitionsStart, StringComparison.Ordinal) ? _definitions[reference[DefinitionsStart.Length..]] : null;

    /// <summary>Finds the references to places that the exporter knows. Others are somebody's own.</summary>
    private static void Collect(JsonNode? node, IReadOnlyDictionary<string, string> places, List<JsonObject> references)
    {
        switch (node)
        {
            case JsonObject map:
                if (map[Reference] is JsonValue value && value.TryGetValue<string>(out var place) && places.ContainsKey(place))
                {
                    references.Add(map);
                }

                foreach (var (_, inner) in map)
                {
                    Collect(inner, places, references);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, places, references);
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
