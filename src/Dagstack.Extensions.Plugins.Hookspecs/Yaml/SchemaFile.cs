using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Yaml;

/// <summary>Writes a schema as people read it.</summary>
internal static class SchemaFile
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schemas of a kind, each once.</summary>
    public static IEnumerable<EmittedFile> All(Hookspec spec) => PayloadFile.Of(spec).Select(file => new EmittedFile($"{spec.Kind}/{file.File}", Write(file.Schema)));

    public static string Write(JsonElement schema)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, s_options))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) + "\n";
    }
}
