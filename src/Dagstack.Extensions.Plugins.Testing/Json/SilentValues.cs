using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Finds values that come back as something else, here or in another language, without an error.</summary>
internal static class SilentValues
{
    private const int MaxDepth = 40;

    /// <summary>Finds the first such value.</summary>
    /// <returns>What is wrong, as a sentence without its end; null if nothing is.</returns>
    public static string? Find(object? value, string path) => Find(value, path, 0, []);

    private static string? Find(object? value, string path, int depth, List<object> above)
    {
        switch (value)
        {
            case null:
                return null;
            case string text:
                return HalfPair(text) is { } at ? $"{path} has half of a surrogate pair at position {at}, which is not a character" : null;
            case double number when !double.IsFinite(number):
                return $"{path} is {number.ToString(CultureInfo.InvariantCulture)}, which JSON does not have";
            case float number when !float.IsFinite(number):
                return $"{path} is {number.ToString(CultureInfo.InvariantCulture)}, which JSON does not have";
            case DateTime { Kind: not DateTimeKind.Utc } time:
                return $"{path} is a DateTime of kind {time.Kind}, which means another moment in another time zone; use DateTimeOffset, or UTC";
            case decimal number when !IsCarriedByDouble(number):
                return $"{path} is the decimal {number.ToString(CultureInfo.InvariantCulture)}, of which other languages keep only about 16 digits; give it as text, or as a whole number of the smallest unit";
        }

        var type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || value is Uri or Delegate or Stream or System.Text.Json.JsonElement || (type.Namespace == "System" && type.IsValueType))
        {
            return null;
        }

        if (!type.IsValueType && above.Exists(parent => ReferenceEquals(parent, value)))
        {
            return $"{path} contains itself";
        }

        if (depth > MaxDepth)
        {
            return $"{path} lies more than {MaxDepth} levels deep";
        }

        above.Add(value);
        var found = Comparer(value, path) ?? Inside(value, path, depth, above);
        above.RemoveAt(above.Count - 1);
        return found;
    }

    private static string? Inside(object value, string path, int depth, List<object> above)
    {
        if (value is IDictionary dictionary)
        {
            return dictionary.Keys.Cast<object>().Select(key => Find(dictionary[key], $"{path}[{key}]", depth + 1, above)).FirstOrDefault(static found => found is not null);
        }

        if (value is byte[])
        {
            return null;
        }

        if (value is IEnumerable items)
        {
            return items.Cast<object?>().Select((item, i) => Find(item, $"{path}[{i}]", depth + 1, above)).FirstOrDefault(static found => found is not null);
        }

        return value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => Find(Read(property, value), $"{path}.{property.Name}", depth + 1, above))
            .FirstOrDefault(static found => found is not null);
    }

    private static string? Comparer(object value, string path)
    {
        if (value.GetType().GetProperty("Comparer") is not { } property || Read(property, value) is not { } comparer)
        {
            return null;
        }

        return ReferenceEquals(comparer, StringComparer.Ordinal) || IsDefault(comparer, typeof(EqualityComparer<>), value) || IsDefault(comparer, typeof(Comparer<>), value)
            ? null
            : $"{path} compares with {comparer.GetType().Name}, and comes back with the default comparer";
    }

    private static bool IsDefault(object comparer, Type kind, object collection) =>
        collection.GetType().GetGenericArguments() is [var item, ..] && comparer.Equals(kind.MakeGenericType(item).GetProperty("Default")!.GetValue(null));

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

    private static bool IsCarriedByDouble(decimal number)
    {
        var text = ((double)number).ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == number;
    }

    private static int? HalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return i;
            }
        }

        return null;
    }
}
