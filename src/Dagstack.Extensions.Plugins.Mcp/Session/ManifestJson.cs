using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Writes a manifest as a plugin in another language reads it: the keys of the file.</summary>
internal static class ManifestJson
{
    /// <summary>Writes the table of the plugin. How it is started or reached is not in it: that may have secrets, and is the host's.</summary>
    public static void Write(PluginManifest manifest, Utf8JsonWriter writer) =>
        WriteTable(ManifestValues.Of(manifest), ManifestFields.Plugin, writer);

    private static void WriteTable(ManifestValues values, ManifestFieldSet fields, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            if (field.NewTable is null && field.Key is not (ManifestRuntimes.McpStdio or ManifestRuntimes.McpHttp) && values[field.Key] is { } value)
            {
                writer.WritePropertyName(field.Key);
                WriteValue(value, field, writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(object? value, ManifestField field, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ManifestValues table:
                WriteTable(table, field.Fields, writer);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case int or long or double or float or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case TimeSpan time:
                writer.WriteNumberValue((decimal)time.TotalSeconds);
                break;
            case Enum choice:
                writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(choice.ToString()));
                break;
            case PluginDependency dependency:
                WriteDependency(dependency, writer);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                writer.WriteStartObject();
                foreach (var (key, inner) in map)
                {
                    writer.WritePropertyName(key);
                    WriteValue(inner, field, writer);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(item, field, writer);
                }

                writer.WriteEndArray();
                break;
            case IFormattable other:
                writer.WriteStringValue(other.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteDependency(PluginDependency dependency, Utf8JsonWriter writer)
    {
        if (dependency.Kind is null)
        {
            writer.WriteStringValue(dependency.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("kind", dependency.Kind);
        writer.WriteString("name", dependency.Name);
        writer.WriteEndObject();
    }
}
