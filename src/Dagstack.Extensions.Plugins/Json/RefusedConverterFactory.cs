using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes converters that refuse what JSON does not have: tuples, and live objects.</summary>
internal sealed class RefusedConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => TypeRefusal.Find(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        Generic.Create<JsonConverter>(typeof(RefusedConverter<>), typeToConvert, TypeRefusal.Find(typeToConvert));

    private sealed class RefusedConverter<T>(RefusedType refused) : JsonConverter<T>, IRefusal
    {
        RefusedType IRefusal.Refused => refused;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw Refuse();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw Refuse();

        private RefusedValueException Refuse() => new(refused.Found, $"{char.ToUpperInvariant(refused.Advice[0])}{refused.Advice[1..]}.");
    }
}
