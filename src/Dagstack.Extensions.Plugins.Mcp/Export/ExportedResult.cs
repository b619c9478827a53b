using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>What a plugin has answered.</summary>
/// <param name="Value">The result of the hook or function.</param>
/// <param name="IsContent">Whether the result is the structured content itself; else that is an object with it.</param>
internal sealed record ExportedResult(JsonElement Value, bool IsContent)
{
    private const string Name = "result";

    public JsonElement Content => IsContent ? Value : Wrap(Value);

    /// <summary>Gets the result for clients that read text only: a text as it is, anything else as JSON.</summary>
    public string Text => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Value.GetRawText();

    /// <summary>Makes the schema of a result of which nothing is known.</summary>
    public static JsonElement AnySchema { get; } = JsonElement.Parse($$$"""{"type":"object","properties":{"{{{Name}}}":{}},"required":["{{{Name}}}"]}""");

    private static JsonElement Wrap(JsonElement value)
    {
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(written);
        writer.WriteStartObject();
        writer.WritePropertyName(Name);
        value.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return JsonElement.Parse(written.WrittenSpan);
    }
}
