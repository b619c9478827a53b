using System.Collections;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>Copies what a plugin reports, value by value.</summary>
/// <remarks>
/// A report is kept and sent after the plugin went on and changed its dictionary. An object of the plugin's own could not be
/// written as JSON by everyone, and would keep the plugin from being unloaded.
/// </remarks>
internal static class ProgressData
{
    private const int MaxDepth = 32;

    public static Dictionary<string, object?> Copy(IReadOnlyDictionary<string, object?> data, string of) =>
        data.ToDictionary(static pair => pair.Key, pair => CopyValue(pair.Value, pair.Key, 1, of), StringComparer.Ordinal);

    private static object? CopyValue(object? value, string path, int depth, string of) => value switch
    {
        _ when depth > MaxDepth => throw Refused(path, of, $"lies more than {MaxDepth} levels deep, or contains itself"),
        null or string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or decimal => value,
        double number => double.IsFinite(number) ? value : throw Refused(path, of, $"is {number}, which JSON cannot carry"),
        float number => float.IsFinite(number) ? value : throw Refused(path, of, $"is {number}, which JSON cannot carry"),
        DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Uri => value,

        // Detached from its document, which may be disposed.
        JsonElement element => element.Clone(),
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs.ToDictionary(static pair => pair.Key, pair => CopyValue(pair.Value, $"{path}.{pair.Key}", depth + 1, of), StringComparer.Ordinal),
        IEnumerable items => items.Cast<object?>().Select((item, index) => CopyValue(item, $"{path}[{index}]", depth + 1, of)).ToArray(),
        _ => throw Refused(path, of, $"is a {value.GetType()}"),
    };

    private static ArgumentException Refused(string path, string of, string what) =>
        new($"The value of '{path}' in {of} {what}. Report null, strings, booleans, finite numbers, times, identifiers, and lists and dictionaries of these.");
}
