using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

/// <summary>JSON that a person reads.</summary>
internal static class JsonBox
{
    /// <summary>The page escapes what HTML has to have escaped.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_readable))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a box, which the keyboard can scroll.</summary>
    public static void Write(HtmlWriter html, string label, string text) =>
        html.Element("pre", text, ("tabindex", "0"), ("role", "region"), ("aria-label", label));
}
