using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Writes what is left out into schemas.</summary>
internal static class SchemaDefault
{
    /// <summary>Adds the default of a property: that of <see cref="DefaultValueAttribute"/>, else that of the constructor.</summary>
    /// <param name="schema">The schema of the property.</param>
    /// <param name="property">The property.</param>
    /// <param name="allowsNull">Whether it may be null.</param>
    /// <param name="options">The codec's own.</param>
    public static void Add(JsonObject schema, JsonPropertyInfo property, bool allowsNull, JsonSerializerOptions options)
    {
        if (property.CustomConverter is not null)
        {
            return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (SchemaAttributes.DefaultOf(property) is { } attribute)
        {
            if (TryConvert(attribute.Value, type, out var value) && (value is not null || allowsNull))
            {
                Add(schema, property.PropertyType, value, allowsNull, options);
            }
        }
        else if (property.AssociatedParameter is { HasDefaultValue: true } parameter)
        {
            Add(schema, property.PropertyType, parameter.DefaultValue, allowsNull, options);
        }
    }

    /// <summary>Adds the default of a value, unless JSON does not have it, such as a DateTime without a kind.</summary>
    /// <param name="schema">The schema of the value.</param>
    /// <param name="type">The type of the value.</param>
    /// <param name="given">The default as metadata has it: null for that of a struct too.</param>
    /// <param name="allowsNull">Whether the value may be null.</param>
    /// <param name="options">The codec's own.</param>
    public static void Add(JsonObject schema, Type type, object? given, bool allowsNull, JsonSerializerOptions options)
    {
        var value = given ?? (allowsNull || !type.IsValueType ? null : RuntimeHelpers.GetUninitializedObject(type));
        if (value is null)
        {
            if (allowsNull)
            {
                schema["default"] = null;
            }

            return;
        }

        var written = new ArrayBufferWriter<byte>();
        using var writer = CodecWriters.Create(written, options);
        try
        {
            ValueCodec.Create(Nullable.GetUnderlyingType(type) ?? type, options).WriteUntyped(writer, value);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return;
        }

        writer.Flush();
        schema["default"] = JsonNode.Parse(written.WrittenSpan);
    }

    /// <summary>An attribute cannot have a value of every type: a number stands for any other, and for a member of an enum.</summary>
    private static bool TryConvert(object? given, Type type, out object? value)
    {
        value = given;
        if (given is null || type.IsInstanceOfType(given))
        {
            return true;
        }

        try
        {
            value = type.IsEnum ? Enum.ToObject(type, given) : Convert.ChangeType(given, type, CultureInfo.InvariantCulture);
            return true;
        }
        catch (Exception fault) when (fault is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            // It is no value of the property, whatever it is for.
            return false;
        }
    }
}
