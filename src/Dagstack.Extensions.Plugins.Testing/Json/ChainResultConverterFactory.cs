using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Makes converters of what chain hooks return: <c>{"value": …}</c>, or <c>{}</c> for the stop sentinel.</summary>
internal sealed class ChainResultConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ChainResult<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ChainResultConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}
