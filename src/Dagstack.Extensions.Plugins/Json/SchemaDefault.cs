using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Writes what is left out into schemas.</summary>
internal static class SchemaDefault
{
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
}
