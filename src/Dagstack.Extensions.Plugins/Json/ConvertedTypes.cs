using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Describes the types that the codec has converters for, to a contract whose JSON context does not name them.</summary>
internal sealed class ConvertedTypes : IJsonTypeInfoResolver
{
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        var converted = Nullable.GetUnderlyingType(type) ?? type;
        foreach (var candidate in options.Converters)
        {
            if (candidate.CanConvert(converted))
            {
                var converter = candidate is JsonConverterFactory factory ? factory.CreateConverter(converted, options) : candidate;
                return Generic.Create<Description>(converted == type ? typeof(Description<>) : typeof(NullableDescription<>), converted).Create(options, converter!);
            }
        }

        return null;
    }

    private abstract class Description
    {
        public abstract JsonTypeInfo Create(JsonSerializerOptions options, JsonConverter converter);
    }

    private sealed class Description<T> : Description
    {
        public override JsonTypeInfo Create(JsonSerializerOptions options, JsonConverter converter) => JsonMetadataServices.CreateValueInfo<T>(options, converter);
    }

    private sealed class NullableDescription<T> : Description
        where T : struct
    {
        public override JsonTypeInfo Create(JsonSerializerOptions options, JsonConverter converter) =>
            JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));
    }
}
