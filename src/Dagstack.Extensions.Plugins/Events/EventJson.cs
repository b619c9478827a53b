using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Json;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>Payloads as JSON, by the rules of everything that is carried. What the serializer learns of a plugin's types goes with their load context.</summary>
internal static class EventJson
{
    private static readonly JsonSerializerOptions s_shared = CodecOptions.Create(context: null);
    private static readonly ConditionalWeakTable<AssemblyLoadContext, JsonSerializerOptions> s_ofPlugins = [];

    /// <summary>Writes a payload as what it is; as what its publisher calls it where that says which types there are.</summary>
    public static byte[] Write(object? payload, Type declaredType)
    {
        if (payload is null)
        {
            return "null"u8.ToArray();
        }

        var options = OptionsOf(payload.GetType());
        var declared = declaredType == typeof(object) ? null : options.GetTypeInfo(declaredType);
        return JsonSerializer.SerializeToUtf8Bytes(payload, declared?.PolymorphismOptions is null ? options.GetTypeInfo(payload.GetType()) : declared);
    }

    public static object? Read(byte[] json, Type type) => JsonSerializer.Deserialize(json, OptionsOf(type).GetTypeInfo(type));

    /// <summary>Says why a payload could not be carried, as a sentence.</summary>
    public static string Explain(Exception fault) => fault is JsonException or NotSupportedException ? ExceptionText.MessageOf(fault) : ExceptionText.Sentence(fault);

    private static JsonSerializerOptions OptionsOf(Type type) =>
        TypeShape.Of(type).Home is { } home ? s_ofPlugins.GetValue(home, static _ => CodecOptions.Create(context: null)) : s_shared;
}
