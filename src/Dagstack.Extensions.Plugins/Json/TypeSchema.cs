using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>The JSON Schema of a type as the codec has it: what the serializer's exporter says, put right where converters are in its way and where strict readers stumble.</summary>
/// <param name="info">The type.</param>
/// <param name="shape">The document that it is for.</param>
internal sealed class TypeSchema(JsonTypeInfo info, SchemaShape shape)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _nodes = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the types that the schema has at places, which are JSON Pointers that begin with <c>#</c>.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    /// <summary>Gets the schemas at these places, also those that a reference to a definition stands for.</summary>
    public IReadOnlyDictionary<string, JsonObject> Nodes => _nodes;

    /// <exception cref="NotSupportedException">The type cannot be described.</exception>
    /// <exception cref="InvalidOperationException">The type cannot be described.</exception>
    public JsonObject Export()
    {
        // Nothing is known at run time of whether the items of a list may be null, and the codec writes and reads such.
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = shape.IsExact, TransformSchemaNode = Correct };
        return (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(SchemaOptions.Of(info.Options).GetTypeInfo(info.Type), options);
    }

    private JsonObject Correct(JsonSchemaExporterContext context, JsonNode node)
    {
        var (type, property) = (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type, context.PropertyInfo);
        var place = string.Concat("#", string.Concat(context.Path.ToArray().Select(static part => $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")));
        _names[place] = TypeName.Of(type);

        var schema = node as JsonObject ?? [];

        // Without a type info of its own, the converter stands in that of the property.
        var custom = property?.CustomConverter;
        if (custom is null && context is { Path.IsEmpty: false, BaseTypeInfo: null } && shape.PointerTo(context.TypeInfo) is { } pointer)
        {
            schema = AllowNull(new() { ["$ref"] = pointer }, context.TypeInfo.Type, property);
        }
        else if ((custom is null ? OwnOf(type, context.TypeInfo.Options) : (custom as IWireValue)?.CreateSchema()) is { } own)
        {
            LeaveToFormat(own);
            shape.Add(own, TypeName.Of(type), SchemaAttributes.Of(type));
            schema = AllowNull(own, custom is null ? context.TypeInfo.Type : type, property);
        }
        else if (!schema.ContainsKey("$ref"))
        {
            TypeFormats.Refine(schema, type);
            LeaveToFormat(schema);
            AddElements(schema, context.TypeInfo);
            AddProperties(schema, context.TypeInfo);
            schema = AddSayings(schema, type, MayBeNull(context.TypeInfo.Type, property));
            if (IsNeverNull(property))
            {
                NullSchema.Refuse(schema);
            }
        }

        if (SchemaAttributes.DescriptionOf(property?.AttributeProvider) is { } description)
        {
            schema["description"] = description;
        }

        return _nodes[place] = schema;
    }

    /// <summary>Makes the schema of a type that the codec has a converter for; null for others.</summary>
    /// <exception cref="NotSupportedException">It is a type whose values JSON does not have.</exception>
    private static JsonObject? OwnOf(Type type, JsonSerializerOptions options) => options.GetTypeInfo(type).Converter switch
    {
        IRefusal { Refused: { } refused } => throw new NotSupportedException($"{TypeName.Of(type)} is {refused.Found}: {refused.Advice}"),
        IWireValue value => value.CreateSchema(),
        _ => null,
    };

    /// <summary>Takes out the pattern of what a format names: to those who write dates in other languages, the name says it all.</summary>
    private void LeaveToFormat(JsonObject schema)
    {
        if (shape.IsExact && schema.ContainsKey("format"))
        {
            schema.Remove("pattern");
        }
    }

    /// <summary>Adds the schema of elements of which the exporter knows nothing, and leaves it out.</summary>
    private void AddElements(JsonObject schema, JsonTypeInfo info)
    {
        var keyword = info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "items",
            JsonTypeInfoKind.Dictionary => "additionalProperties",
            _ => null,
        };
        if (keyword is null || schema.ContainsKey(keyword) || info.ElementType is not { } element)
        {
            return;
        }

        var type = Nullable.GetUnderlyingType(element) ?? element;
        var own = OwnOf(type, info.Options);
        if (shape.PointerTo(info.Options.GetTypeInfo(element)) is { } pointer)
        {
            schema[keyword] = AllowNull(new() { ["$ref"] = pointer }, element, null);
        }
        else if (own is not null || SchemaAttributes.Of(type) is not null)
        {
            own ??= [];
            LeaveToFormat(own);
            shape.Add(own, TypeName.Of(type), SchemaAttributes.Of(type));
            schema[keyword] = AllowNull(own, element, null);
        }
    }

    /// <summary>Adds what is said of the properties of an object, and that it has no others.</summary>
    private void AddProperties(JsonObject schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var known = info.Options.GetTypeInfo(type.Type).Properties;
        foreach (var property in schema["properties"] is JsonObject properties ? known : [])
        {
            if (((JsonObject)schema["properties"]!)[property.Name] is not JsonObject described)
            {
                continue;
            }

            shape.AllowNulls(described, property.AttributeProvider);
            SchemaDefault.Add(described, property, MayBeNull(property.PropertyType, property), info.Options);
            var place = $"the property '{property.Name}' of {TypeName.Of(type.Type)}";
            shape.Add(described, place, SchemaAttributes.Of(property.AssociatedParameter?.AttributeProvider));
            shape.Add(described, place, SchemaAttributes.Of(property.AttributeProvider));
        }

        if (shape.IsExact && !schema.ContainsKey("anyOf") && !schema.ContainsKey("additionalProperties"))
        {
            schema["properties"] ??= new JsonObject();
            if (!known.Any(static property => property.IsExtensionData))
            {
                schema["additionalProperties"] = false;
            }
        }
    }

    /// <summary>Adds what is said of a type, which is not about null.</summary>
    private JsonObject AddSayings(JsonObject schema, Type type, bool mayBeNull)
    {
        if (SchemaAttributes.Of(type) is not { } attribute)
        {
            return schema;
        }

        // Where the exporter knows nothing of the type, it knows nothing of null.
        var allowsNull = schema["type"] is JsonArray types ? types.Any(static name => name?.GetValue<string>() == "null") : schema.Count == 0 && mayBeNull;
        NullSchema.Refuse(schema);
        shape.Add(schema, TypeName.Of(type), attribute);
        return allowsNull ? NullSchema.Allow(schema) : schema;
    }

    private JsonObject AllowNull(JsonObject schema, Type type, JsonPropertyInfo? property) => MayBeNull(type, property) ? NullSchema.Allow(schema) : schema;

    private bool MayBeNull(Type type, JsonPropertyInfo? property) =>
        !IsNeverNull(property) && (Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && MayBeNull(property)));

    private bool IsNeverNull(JsonPropertyInfo? property) => shape.IsExact && SchemaAttributes.IsLeftOutForNull(property);

    private bool MayBeNull(JsonPropertyInfo? property) =>
        property is null ? !shape.IsExact : property.IsGetNullable || property.IsSetNullable || property.AssociatedParameter is { IsNullable: true };
}
