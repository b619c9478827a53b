using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>An enum of flags as an array of names in snake_case, empty for none.</summary>
internal sealed class FlagsConverter<TEnum> : JsonConverter<TEnum>, IWireValue
    where TEnum : struct, Enum
{
    private readonly EnumNames<TEnum> _names = new();
    private readonly (JsonEncodedText Name, ulong Bits)[] _flags;

    public FlagsConverter()
    {
        // Single flags first: a combination is only for bits that have no name of their own.
        _flags = [.. _names.Members.Select(static member => (member.Name, EnumNames<TEnum>.Bits(member.Value))).OrderBy(static flag => BitOperations.PopCount(flag.Item2))];
    }

    public string Expected => $"a list of names among {_names.List}";

    public JsonObject CreateSchema() => new() { ["type"] = "array", ["items"] = _names.CreateSchema() };

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
        var all = EnumNames<TEnum>.Bits(value);
        if (NamesOf(all, null) is not 0 and var rest)
        {
            throw EnumNames<TEnum>.Unnamed(EnumNames<TEnum>.Of(rest));
        }

        writer.WriteStartArray();
        NamesOf(all, writer);
        writer.WriteEndArray();
    }

    /// <returns>The bits that have no name.</returns>
    private ulong NamesOf(ulong all, Utf8JsonWriter? writer)
    {
        var rest = all;
        foreach (var (name, bits) in _flags)
        {
            if ((bits & rest) != 0 && (bits & all) == bits)
            {
                writer?.WriteStringValue(name);
                rest &= ~bits;
            }
        }

        return rest;
    }
}
