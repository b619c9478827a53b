using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>Paths in dot notation: <c>a.b[0].c</c>, with <c>\.</c> for a dot in a key and <c>[*]</c> for each item.</summary>
internal static class DotPath
{
    /// <summary>A key that needs no more than this in a message is shown whole.</summary>
    private const int MaxShown = 120;

    public static string Append(string parent, string key)
    {
        var escaped = key.AsSpan().IndexOfAny(".[]\\") < 0 ? key
            : key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        if (escaped.Length > MaxShown)
        {
            escaped = string.Concat(escaped.AsSpan(0, MaxShown), "…");
        }

        return parent.Length == 0 ? escaped : $"{parent}.{escaped}";
    }

    public static string Append(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>Takes a path apart.</summary>
    /// <returns>Keys as strings, indices as numbers, and <c>[*]</c>.</returns>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    public static IReadOnlyList<PathSegment> Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = new List<PathSegment>();
        var key = new StringBuilder();
        var i = 0;
        while (i < path.Length)
        {
            if (path[i] == '[')
            {
                i = ReadIndex(path, i, segments);
            }
            else
            {
                i = ReadKey(path, i, key);
                segments.Add(new(key.ToString()));
                key.Clear();
            }

            if (i < path.Length && path[i] == '.')
            {
                i++;
                if (i == path.Length || path[i] is '.' or '[')
                {
                    throw Malformed(path, i, "a key has to follow the dot");
                }
            }
        }

        return segments;
    }

    /// <summary>Takes the path of one value apart.</summary>
    /// <exception cref="ArgumentException">The path is not one, or is that of each item of a list.</exception>
    public static IReadOnlyList<PathSegment> ParseOne(string path)
    {
        var segments = Parse(path);
        return HasEach(segments)
            ? throw new ArgumentException($"'{path}' is each item of a list, and one value is asked for. Use GetList, or GetSection with the type of a list, or write an index such as [0] in place of [*].", nameof(path))
            : segments;
    }

    public static bool HasEach(IReadOnlyList<PathSegment> segments) => segments.Any(static segment => segment.IsEach);

    /// <summary>Returns the last key of a path, by which secrets are masked; empty if there is none.</summary>
    public static string LastKey(string path) => Parse(path).LastOrDefault(static segment => segment.Key is not null).Key ?? string.Empty;

    private static int ReadKey(string path, int i, StringBuilder key)
    {
        for (; i < path.Length && path[i] is not ('.' or '['); i++)
        {
            if (path[i] == '\\')
            {
                i++;
                if (i == path.Length || path[i] is not ('.' or '[' or ']' or '\\'))
                {
                    throw Malformed(path, i, @"\ is followed by the character that it escapes: \. \[ \] or \\");
                }
            }

            key.Append(path[i]);
        }

        return key.Length > 0 ? i : throw Malformed(path, i, "a key is empty");
    }

    private static int ReadIndex(string path, int i, List<PathSegment> segments)
    {
        var end = path.IndexOf(']', i);
        var inner = end < 0 ? [] : path.AsSpan((i + 1)..end);
        if (inner is "*")
        {
            segments.Add(PathSegment.Each);
        }
        else if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            segments.Add(new(index));
        }
        else
        {
            throw Malformed(path, i, "brackets have the number of an item, such as [0], or are [*] for each item");
        }

        end++;
        return end == path.Length || path[end] is '.' or '[' ? end : throw Malformed(path, end, "a dot or another index follows an index");
    }

    private static ArgumentException Malformed(string path, int position, string rule) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}' is not a path: at character {position + 1}, {rule}. Write paths like database.servers[1].port, and \\. for a dot in a key."), nameof(path));
}
