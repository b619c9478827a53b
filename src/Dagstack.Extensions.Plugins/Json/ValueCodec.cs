using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>How the values of one declared type become JSON and come back.</summary>
internal abstract class ValueCodec
{
    /// <summary>Gets what the serializer knows of the type.</summary>
    public abstract JsonTypeInfo Info { get; }

    /// <exception cref="NotSupportedException">The options do not know the type.</exception>
    /// <exception cref="InvalidOperationException">The type cannot be described.</exception>
    public static ValueCodec Create(Type type, JsonSerializerOptions options) =>
        Generic.Create<ValueCodec>(typeof(ValueCodec<>), type, options.GetTypeInfo(type));

    public abstract void WriteUntyped(Utf8JsonWriter writer, object? value);

    public abstract object? ReadUntyped(ref Utf8JsonReader reader);
}
