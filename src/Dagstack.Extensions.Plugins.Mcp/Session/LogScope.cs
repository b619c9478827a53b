using System.Collections;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>A scope of a log message as it comes from a worker: values by their names, all of them texts, and the text of the whole.</summary>
/// <param name="text">The text.</param>
/// <param name="values">The values; none for a scope that is only a text.</param>
internal sealed class LogScope(string text, IReadOnlyList<KeyValuePair<string, object?>> values) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const int MaxLength = 1024;

    /// <summary>What the host says with each message of a plugin itself.</summary>
    private static readonly HashSet<string> s_ofHost = new(StringComparer.Ordinal) { "plugin.name", "plugin.kind", "plugin.version" };

    public int Count => values.Count;

    public KeyValuePair<string, object?> this[int index] => values[index];

    /// <summary>Makes one of what a logger was given; null if the host says all of it itself.</summary>
    public static LogScope? Of(object state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> given)
        {
            return new(Excerpt.Cut($"{state}", MaxLength), []);
        }

        var all = given.ToList();
        var values = all.FindAll(static pair => !s_ofHost.Contains(pair.Key)).ConvertAll(static pair => KeyValuePair.Create(pair.Key, (object?)Excerpt.Cut($"{pair.Value}", MaxLength)));
        return values.Count == 0 && all.Count > 0 ? null
            : new(values.Count == all.Count ? Excerpt.Cut($"{state}", MaxLength) : string.Join(' ', values.Select(static pair => $"{pair.Key}:{pair.Value}")), values);
    }

    /// <summary>Makes one without secrets.</summary>
    public LogScope Without(Func<string, string> mask) => new(mask(text), [.. values.Select(pair => KeyValuePair.Create(pair.Key, (object?)mask($"{pair.Value}")))]);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => text;
}
