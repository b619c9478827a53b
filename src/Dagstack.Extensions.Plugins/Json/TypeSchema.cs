using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>The JSON Schema of a type as the codec has it: what the serializer's exporter says, put right where converters are in its way and where strict readers stumble.</summary>
/// <param name="info">The type.</param>
internal sealed class TypeSchema(JsonTypeInfo info)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the types that the schema has at places, which are JSON Pointers that begin with <c>#</c>.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    /// <exception cref="NotSupportedException">The type cannot be described.</exception>
    /// <exception cref="InvalidOperationException">The type cannot be described.</exception>
    public JsonObject Export()
    {
        // Nothing is known at run time of whether the items of a list may be null, and the codec writes and reads such.
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = false, TransformSchemaNode = Correct };
        return (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(SchemaOptions.Of(info.Options).GetTypeInfo(info.Type), options);
    }

    private JsonObject Correct(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        _names[string.Concat("#", string.Concat(context.Path.ToArray().Select(static part => $"/{part}")))] = TypeName.Of(type);

        // Without a type info of its own, the converter stands in that of the property.
        var schema = node as JsonObject ?? [];
        var own = context.PropertyInfo?.CustomConverter is { } custom ? (custom as IWireValue)?.CreateSchema() : OwnOf(context.TypeInfo.Type, context.TypeInfo.Options);
        if (own is not null)
        {
            schema = MayBeNull(context.PropertyInfo, type) ? NullSchema.Allow(own) : own;
        }
        else if (!schema.ContainsKey("$ref"))
        {
            Refine(schema, type);
            AddElements(schema, context.TypeInfo);
            AddDefaults(schema, context.TypeInfo);
        }

        if (Describe(context.PropertyInfo?.AttributeProvider) is { } description)
        {
            schema["description"] = description;
        }

        return schema;
    }

    /// <summary>Makes the schema of a type that the codec has a converter for; null for others.</summary>
    /// <exception cref="NotSupportedException">It is a type whose values JSON does not have.</exception>
    private static JsonObject? OwnOf(Type type, JsonSerializerOptions options)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        return options.GetTypeInfo(underlying ?? type).Converter switch
        {
            IRefusal { Refused: { } refused } => throw new NotSupportedException($"{TypeName.Of(underlying ?? type)} is {refused.Found}: {refused.Advice}"),
            IWireValue value => underlying is null ? value.CreateSchema() : NullSchema.Allow(value.CreateSchema()),
            _ => null,
        };
    }

    /// <summary>Adds the schema of elements of which the exporter knows nothing, and leaves it out.</summary>
    private static void AddElements(JsonObject schema, JsonTypeInfo info)
    {
        var keyword = info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "items",
            JsonTypeInfoKind.Dictionary => "additionalProperties",
            _ => null,
        };
        if (keyword is not null && !schema.ContainsKey(keyword) && info.ElementType is { } element && OwnOf(element, info.Options) is { } own)
        {
            schema[keyword] = element.IsValueType ? own : NullSchema.Allow(own);
        }
    }

    /// <summary>Adds what the constructor of an object has for properties that are left out.</summary>
    private void AddDefaults(JsonObject schema, JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var property in info.Options.GetTypeInfo(type.Type).Properties)
        {
            if (property is { AssociatedParameter: { HasDefaultValue: true } parameter, CustomConverter: null } && properties[property.Name] is JsonObject described)
            {
                var allowsNull = Nullable.GetUnderlyingType(property.PropertyType) is not null || MayBeNull(property, property.PropertyType);
                SchemaDefault.Add(described, property.PropertyType, parameter.DefaultValue, allowsNull, info.Options);
            }
        }
    }

    private static bool MayBeNull(JsonPropertyInfo? property, Type type) =>
        !type.IsValueType && (property is null || property.IsGetNullable || property.IsSetNullable || property.AssociatedParameter is { IsNullable: true });

    private static void Refine(JsonObject schema, Type type)
    {
        schema.Remove("$comment");
        if (type == typeof(TimeOnly))
        {
            // The format "time" asks for an offset.
            schema.Remove("format");
            schema["pattern"] = @"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?$";
        }
        else if (type == typeof(DateOnly))
        {
            schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
        }
        else if (type == typeof(Guid))
        {
            schema["pattern"] = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
        }
        else if (type == typeof(Uri))
        {
            schema["format"] = "uri-reference";
        }
        else if (RangeOf(type) is var (least, most))
        {
            schema["minimum"] = least;
            schema["maximum"] = most;
        }
    }

    /// <summary>The range of whole numbers that everybody can write exactly.</summary>
    private static (long Least, long Most)? RangeOf(Type type) => Type.GetTypeCode(type.IsEnum ? typeof(object) : type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        _ => null,
    };

    private static string? Describe(ICustomAttributeProvider? member) =>
        member?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute { Description.Length: > 0 } attribute, ..] ? attribute.Description : null;
}
