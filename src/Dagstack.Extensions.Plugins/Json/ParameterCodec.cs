using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>How the arguments of one parameter become JSON and come back.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">Carries the value. Of a type that may be null it is that of the value: boxed they are the same.</param>
/// <param name="Name">The name on the wire.</param>
internal sealed record ParameterCodec(HookParameter Parameter, ValueCodec Value, JsonEncodedText Name)
{
    public bool AllowsNull { get; } = Parameter.Type.IsValueType ? Nullable.GetUnderlyingType(Parameter.Type) is not null : Parameter.IsNullable;

    public void Write(Utf8JsonWriter writer, object? value)
    {
        if (value is not null)
        {
            Value.WriteUntyped(writer, value);
        }
        else if (AllowsNull)
        {
            writer.WriteNullValue();
        }
        else
        {
            throw NotNull();
        }
    }

    public object? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            return Value.ReadUntyped(ref reader);
        }

        // A JsonElement can be null itself; of other values the serializer says that they cannot.
        return AllowsNull ? null : Parameter.Type.IsValueType ? Value.ReadUntyped(ref reader) : throw NotNull();
    }

    private RefusedValueException NotNull() => new("null", $"Give {Expected.Of(Value.Info)}, or let the contract say that '{Parameter.Name}' may be null.");
}
