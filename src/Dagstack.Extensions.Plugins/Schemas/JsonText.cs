using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>JSON values in messages.</summary>
internal static class JsonText
{
    /// <summary>Says what a value is: a scalar by its beginning, an object or array by its size.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.GetPropertyCount() == 0 ? "an empty object" : "an object",
        JsonValueKind.Array => value.GetArrayLength() is var count && count == 0 ? "an empty array" : $"an array of {count}",
        _ => Raw(value),
    };

    /// <summary>Joins names or values of which one is expected.</summary>
    public static string List(IReadOnlyCollection<string> items, string last)
    {
        if (items.Count > 10)
        {
            return $"{string.Join(", ", items.Take(10))} {last} one of {items.Count - 10} more";
        }

        return items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} {last} {items.Last()}";
    }

    private static string Raw(JsonElement value)
    {
        // Four bytes a character at the most; the excerpt is shorter than what is left.
        var bytes = JsonMarshal.GetRawUtf8Value(value);
        return Excerpt.Of(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]));
    }
}
