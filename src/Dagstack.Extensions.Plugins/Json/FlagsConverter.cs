using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>An enum of flags as an array of names in snake_case, empty for none.</summary>
internal sealed class FlagsConverter<TEnum> : JsonConverter<TEnum>, IWireValue
    where TEnum : struct, Enum
{
    private readonly EnumNames<TEnum> _names = new();

    public string Expected => $"a list of names among {_names.List}";

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var bits = 0UL;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            bits |= reader.TokenType == JsonTokenType.String ? EnumNames<TEnum>.Bits(_names.Read(ref reader)) : throw new JsonException();
        }

        return EnumNames<TEnum>.Of(bits);
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        var rest = EnumNames<TEnum>.Bits(value);
        var all = rest;
        writer.WriteStartArray();

        // Single flags first; a combination only for bits that have no name of their own.
        foreach (var single in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var (name, member) in _names.Members)
            {
                var bits = EnumNames<TEnum>.Bits(member);
                if (BitOperations.IsPow2(bits) == single && (bits & rest) != 0 && (bits & all) == bits)
                {
                    writer.WriteStringValue(name);
                    rest &= ~bits;
                }
            }
        }

        if (rest != 0)
        {
            throw EnumNames<TEnum>.Unnamed(EnumNames<TEnum>.Of(rest));
        }

        writer.WriteEndArray();
    }
}
