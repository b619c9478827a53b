using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Writes what progress and callers say: plain values, lists and dictionaries. Which there can be is checked where it is said.</summary>
internal static class PlainJson
{
    /// <summary>Writes a value.</summary>
    /// <param name="json">Where it is written.</param>
    /// <param name="value">The value.</param>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case DateOnly or TimeOnly or TimeSpan or Guid or Uri:
                json.WriteStringValue(value is DateOnly or TimeOnly ? ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture) : value.ToString());
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                json.WriteStartObject();
                foreach (var (key, item) in pairs)
                {
                    json.WritePropertyName(key);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case double number when !double.IsFinite(number):
            case float single when !float.IsFinite(single):
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }
}
