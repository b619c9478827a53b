using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes converters of enums: the name in snake_case, or an array of names where several hold at once.</summary>
internal sealed class EnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        Generic.Create<JsonConverter>(typeToConvert.IsDefined(typeof(FlagsAttribute), inherit: false) ? typeof(FlagsConverter<>) : typeof(EnumConverter<>), typeToConvert);
}
