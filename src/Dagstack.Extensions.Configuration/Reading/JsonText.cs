using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Strings of canonical JSON: only what has to be is escaped. See <c>strings</c> in <c>_meta/canonical_json.yaml</c>.</summary>
internal static class JsonText
{
    public static void Append(StringBuilder json, ReadOnlySpan<char> text)
    {
        json.Append('"');
        while (true)
        {
            var end = IndexOfEscaped(text);
            if (end < 0)
            {
                break;
            }

            json.Append(text[..end]);
            _ = text[end] switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                var control => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            text = text[(end + 1)..];
        }

        json.Append(text).Append('"');
    }

    private static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOfAny('"', '\\');
        var control = text.IndexOfAnyInRange('\0', '\x1f');
        return mark < 0 || (control >= 0 && control < mark) ? control : mark;
    }
}
