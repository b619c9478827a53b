using System.Globalization;

namespace Dagstack.Tool.Settings;

/// <summary>Looks keys up in the JSON Schema that a manifest has of its plugin's section.</summary>
internal static class SchemaKeys
{
    private static readonly string[] s_open = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties"];

    /// <summary>Finds the first part of a key that a schema does not have.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="segments">The key, within the section.</param>
    /// <returns>How many parts it knows, and what it has there instead; null if it has the key, or leaves open which there are.</returns>
    public static (int Depth, IReadOnlyList<string> Known)? FindUnknown(IReadOnlyDictionary<string, object?> schema, ReadOnlySpan<string> segments)
    {
        for (var depth = 0; depth < segments.Length; depth++)
        {
            if (s_open.Any(schema.ContainsKey) || schema.GetValueOrDefault("additionalProperties") is true or IReadOnlyDictionary<string, object?>)
            {
                return null;
            }

            object? inner;
            if (schema.GetValueOrDefault("properties") is IReadOnlyDictionary<string, object?> properties)
            {
                var segment = segments[depth];
                if (properties.Keys.FirstOrDefault(key => FoldedName.Matches(key, segment)) is not { } name)
                {
                    return (depth, [.. properties.Keys]);
                }

                inner = properties[name];
            }
            else
            {
                inner = int.TryParse(segments[depth], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? schema.GetValueOrDefault("items") : null;
            }

            if (inner is not IReadOnlyDictionary<string, object?> next)
            {
                return null;
            }

            schema = next;
        }

        return null;
    }
}
