using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A document as hook specifications have it: types by their names in <c>$defs</c>, and all that the contract says.</summary>
/// <param name="options">The codec's own.</param>
internal sealed class ContractShape(JsonSerializerOptions options) : SchemaShape
{
    private readonly ContractTypes _types = new(options);
    private readonly ElementNulls _nulls = new();
    private readonly Dictionary<Type, string> _names = [];
    private readonly Queue<Type> _toDefine = new();
    private Type? _root;

    public override bool IsExact => true;

    public override JsonObject Export(JsonTypeInfo info) => PointerTo(info) is { } pointer ? new() { [Reference] = pointer } : ExportInPlace(info);

    public override JsonObject ExportRoot(JsonTypeInfo info)
    {
        _root = TypeOf(info);
        return ExportInPlace(info);
    }

    public override JsonObject WithoutNull(JsonObject schema)
    {
        if (!schema.ContainsKey(Reference))
        {
            NullSchema.Refuse(schema);
        }

        return schema;
    }

    /// <summary>Tells whether values of a type may have such in them.</summary>
    public bool IsRecursive(JsonTypeInfo info) => _types.IsRecursive(TypeOf(info));

    public override string? PointerTo(JsonTypeInfo info)
    {
        var type = TypeOf(info);
        if (!_types.IsDefined(type))
        {
            return null;
        }

        if (type == _root)
        {
            return "#";
        }

        if (!_names.TryGetValue(type, out var name))
        {
            name = _names[type] = FreeName(ContractTypes.NameOf(type));
            _toDefine.Enqueue(type);
        }

        return $"{DefinitionsStart}{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }

    public override void AllowNulls(JsonObject schema, ICustomAttributeProvider? member) => _nulls.Allow(schema, member);

    public override void AllowNulls(JsonObject schema, ParameterInfo? parameter, Type type) => _nulls.Allow(schema, parameter, type);

    public override JsonObject Close(JsonObject schema, string place, JsonSchemaAttribute? attribute)
    {
        Add(schema, place, attribute);
        var definitions = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        while (_toDefine.TryDequeue(out var type))
        {
            definitions[_names[type]] = WithoutNull(ExportInPlace(options.GetTypeInfo(type)));
        }

        foreach (var (name, definition) in Given)
        {
            definitions[name] = definition?.DeepClone();
        }

        RemoveUnused(schema, definitions);

        if (definitions.Count > 0)
        {
            schema[Definitions] = new JsonObject(definitions);
        }

        schema["$schema"] ??= "https://json-schema.org/draft/2020-12/schema";
        return SchemaOrder.Of(schema);
    }

    /// <summary>Takes out what nothing refers to, as where the contract has put another schema in the place of a reference.</summary>
    private void RemoveUnused(JsonObject schema, SortedDictionary<string, JsonNode?> definitions)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var toLookAt = new Queue<JsonNode?>([schema, .. Given.Select(static given => given.Value)]);
        while (toLookAt.TryDequeue(out var node))
        {
            if (node is JsonObject map && map[Reference] is JsonValue value && value.TryGetValue<string>(out var place) && place.StartsWith(DefinitionsStart, StringComparison.Ordinal))
            {
                var name = Uri.UnescapeDataString(place[DefinitionsStart.Length..]).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (used.Add(name))
                {
                    toLookAt.Enqueue(definitions.GetValueOrDefault(name));
                }
            }

            foreach (var inner in node is JsonObject members ? members.Select(static pair => pair.Value) : node as JsonArray ?? Enumerable.Empty<JsonNode?>())
            {
                toLookAt.Enqueue(inner);
            }
        }

        foreach (var name in definitions.Keys.Where(name => !used.Contains(name) && !Given.ContainsKey(name)).ToList())
        {
            definitions.Remove(name);
        }
    }

    private static Type TypeOf(JsonTypeInfo info) => Nullable.GetUnderlyingType(info.Type) ?? info.Type;

    private JsonObject ExportInPlace(JsonTypeInfo info)
    {
        var type = new TypeSchema(info, this);
        var schema = type.Export();
        Inline(schema, type.Nodes);
        return schema;
    }

    /// <summary>Puts what the exporter refers to because it was there before into its place. What contains itself has a definition, so this ends.</summary>
    private static void Inline(JsonNode? node, IReadOnlyDictionary<string, JsonObject> nodes)
    {
        switch (node)
        {
            case JsonObject map:
                if (map[Reference] is JsonValue value && value.TryGetValue<string>(out var place) && place != "#" && nodes.TryGetValue(place, out var found))
                {
                    map.Remove(Reference);
                    foreach (var (keyword, inner) in found.Where(pair => !map.ContainsKey(pair.Key)))
                    {
                        map[keyword] = inner?.DeepClone();
                    }

                    Inline(map, nodes);
                    return;
                }

                foreach (var (_, inner) in map)
                {
                    Inline(inner, nodes);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Inline(item, nodes);
                }

                break;
        }
    }

    private string FreeName(string name)
    {
        var free = name;
        for (var number = 2; _names.ContainsValue(free); number++)
        {
            free = $"{name}{number}";
        }

        return free;
    }
}
