using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>The names of an enum's members on the wire.</summary>
internal sealed class EnumNames<TEnum>
    where TEnum : struct, Enum
{
    private readonly List<(JsonEncodedText Name, TEnum Value)> _members = [];
    private readonly List<string> _names = [];

    public EnumNames()
    {
        foreach (var field in typeof(TEnum).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var name = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
            if (_names.Contains(name))
            {
                throw new NotSupportedException($"Two members of the enum {typeof(TEnum)} are '{name}' in JSON. Give '{field.Name}' another name by [JsonStringEnumMemberName].");
            }

            _names.Add(name);
            _members.Add((JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), (TEnum)field.GetValue(null)!));
        }
    }

    /// <summary>Gets the members in the order of their declaration.</summary>
    public IReadOnlyList<(JsonEncodedText Name, TEnum Value)> Members => _members;

    /// <summary>Gets the names, for a message.</summary>
    public string List => string.Join(", ", _names.Select(static name => $"\"{name}\""));

    /// <summary>Makes the JSON Schema of one name.</summary>
    public JsonObject CreateSchema() => new() { ["type"] = "string", ["enum"] = new JsonArray([.. _names.Select(static name => JsonValue.Create(name))]) };

    /// <summary>The bits of a value.</summary>
    public static ulong Bits(TEnum value) => Unsafe.SizeOf<TEnum>() switch
    {
        1 => Unsafe.As<TEnum, byte>(ref value),
        2 => Unsafe.As<TEnum, ushort>(ref value),
        4 => Unsafe.As<TEnum, uint>(ref value),
        _ => Unsafe.As<TEnum, ulong>(ref value),
    };

    public static TEnum Of(ulong bits) => (TEnum)Enum.ToObject(typeof(TEnum), bits);

    public JsonEncodedText NameOf(TEnum value)
    {
        foreach (var (name, candidate) in _members)
        {
            if (EqualityComparer<TEnum>.Default.Equals(candidate, value))
            {
                return name;
            }
        }

        throw Unnamed(value);
    }

    /// <summary>Reads the name that the reader is at.</summary>
    public TEnum Read(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                return _members[i].Value;
            }
        }

        var found = reader.GetString()!;
        var near = NearNames.Find(found, _names);
        throw new RefusedValueException($"the text \"{Excerpt.Of(found)}\"", near is null ? $"Give one of {List}." : $"Did you mean \"{near}\"? There are: {List}.");
    }

    public static RefusedValueException Unnamed(TEnum value) =>
        new($"{value:D}, for which the enum {typeof(TEnum).Name} has no name", "Use one of its members, or declare one with this value.");
}
