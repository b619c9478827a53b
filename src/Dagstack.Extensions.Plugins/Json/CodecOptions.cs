using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes the options of a contract's codec.</summary>
internal static class CodecOptions
{
    /// <summary>As deep as <see cref="JsonSerializer"/> and <see cref="Utf8JsonReader"/> go when nobody says anything.</summary>
    public const int MaxDepth = 64;

    /// <param name="context">The contract's own type information. What it says of names and converters as a whole does not count.</param>
    public static JsonSerializerOptions Create(JsonSerializerContext? context)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = true,
            MaxDepth = MaxDepth,
        };
        options.Converters.Add(new RefusedConverterFactory());
        options.Converters.Add(BytesConverter.OfArray);
        options.Converters.Add(BytesConverter.OfMemory);
        options.Converters.Add(BytesConverter.OfReadOnlyMemory);
        options.Converters.Add(new DateTimeConverter());
        options.Converters.Add(new DateTimeOffsetConverter());
        options.Converters.Add(new DecimalConverter());
        options.Converters.Add(new BigIntegerConverter());
        options.Converters.Add(new EnumConverterFactory());
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(
            context is null
                ? [new ChainResults(), new ReadOnlySets(), new DefaultJsonTypeInfoResolver()]
                : [new ChainResults(), new ReadOnlySets(), context, new ConvertedTypes(), BuiltInTypes.Default]).WithAddedModifier(NumberHandling.Restrict);
        options.MakeReadOnly();
        return options;
    }
}
