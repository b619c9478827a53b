using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>A converter whose JSON only an attribute describes.</summary>
internal sealed class CodeConverter : JsonConverter<Code>
{
    public override Code Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Code value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
