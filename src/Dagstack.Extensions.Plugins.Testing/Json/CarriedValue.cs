using System.Collections;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Compares a value with what came back from JSON, and names the first difference.</summary>
internal static class CarriedValue
{
    private const int MaxDepth = 40;

    /// <summary>Finds the first place where two values differ.</summary>
    /// <returns>The path and what differs, as a sentence; null if they are equal.</returns>
    public static string? Difference(object? before, object? after, string path, int depth = 0)
    {
        if (before is null || after is null)
        {
            return before is null && after is null ? null : $"{path} was {Show(before)} and comes back as {Show(after)}";
        }

        if (depth > MaxDepth)
        {
            return null;
        }

        return before switch
        {
            DateTime time => after is DateTime other && time.Kind == other.Kind && time == other ? null : $"{path} was {time:O} of kind {time.Kind} and comes back as {Show(after)}",
            string or bool or char or Guid or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Uri or Enum or decimal => before.Equals(after) ? null : $"{path} was {Show(before)} and comes back as {Show(after)}",
            _ when before.GetType().IsPrimitive => before.Equals(after) ? null : $"{path} was {Show(before)} and comes back as {Show(after)}",
            System.Text.Json.JsonElement element => after is System.Text.Json.JsonElement other && System.Text.Json.JsonElement.DeepEquals(element, other) ? null : $"{path} was {element.GetRawText()} and comes back as {Show(after)}",
            ReadOnlyMemory<byte> bytes => after is ReadOnlyMemory<byte> other && bytes.Span.SequenceEqual(other.Span) ? null : $"{path} comes back with other bytes",
            IDictionary dictionary => OfDictionary(dictionary, after as IDictionary, path, depth),
            IEnumerable items => OfItems(items, after as IEnumerable, path, depth),
            _ => OfMembers(before, after, path, depth),
        };
    }

    private static string? OfDictionary(IDictionary before, IDictionary? after, string path, int depth)
    {
        if (after is null || before.Count != after.Count)
        {
            return $"{path} had {before.Count} entries and comes back with {after?.Count ?? 0}";
        }

        foreach (DictionaryEntry entry in before)
        {
            if (!after.Contains(entry.Key))
            {
                return $"{path} had the key {Show(entry.Key)}, which does not come back";
            }

            if (Difference(entry.Value, after[entry.Key], $"{path}[{Show(entry.Key)}]", depth + 1) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? OfItems(IEnumerable before, IEnumerable? after, string path, int depth)
    {
        var (left, right) = (before.Cast<object?>().ToList(), after?.Cast<object?>().ToList() ?? []);
        if (left.Count != right.Count)
        {
            return $"{path} had {left.Count} items and comes back with {right.Count}";
        }

        return left.Select((item, i) => Difference(item, right[i], $"{path}[{i}]", depth + 1)).FirstOrDefault(static difference => difference is not null);
    }

    private static string? OfMembers(object before, object after, string path, int depth)
    {
        var type = before.GetType();
        if (type != after.GetType())
        {
            return $"{path} was a {type} and comes back as a {after.GetType()}";
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanRead && property.GetIndexParameters().Length == 0))
        {
            if (Difference(Read(property, before), Read(property, after), $"{path}.{property.Name}", depth + 1) is { } difference)
            {
                return difference;
            }
        }

        return type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Select(field => Difference(field.GetValue(before), field.GetValue(after), $"{path}.{field.Name}", depth + 1))
            .FirstOrDefault(static difference => difference is not null);
    }

    private static object? Read(PropertyInfo property, object target)
    {
        try
        {
            return property.GetValue(target);
        }
        catch (TargetInvocationException)
        {
            // A property that throws is no data.
            return null;
        }
    }

    private static string Show(object? value)
    {
        var text = value switch
        {
            null => "null",
            string quoted => $"\"{quoted}\"",
            IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString() ?? string.Empty,
        };
        return text.Length > 80 ? $"{text[..80]}…" : text;
    }
}
