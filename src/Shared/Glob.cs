using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Shared;

/// <summary>A pattern over names or paths: <c>*</c> and <c>?</c> stay within a part, <c>[abc]</c>, <c>[a-z]</c> and <c>[!abc]</c> are one character, <c>**</c> is any number of parts.</summary>
internal sealed class Glob
{
    /// <summary>Those of options, settings and manifests, which are few and asked for often.</summary>
    private static readonly ConcurrentDictionary<string, Glob> s_known = new(StringComparer.Ordinal);

    private readonly Regex _pattern;

    private Glob(string glob) => _pattern = new(ToPattern(glob.Replace('\\', '/')), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);

    /// <summary>Tells whether a pattern is that of a text, in this case of letters.</summary>
    /// <param name="glob">The pattern. Backslashes are slashes; a bracket that is not closed, or has nothing in it, means itself.</param>
    /// <param name="text">A name, or a path with slashes.</param>
    public static bool Matches(string glob, string text) => s_known.GetOrAdd(glob, static glob => new(glob))._pattern.IsMatch(text);

    private static string ToPattern(string glob)
    {
        var pattern = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob.AsSpan(i).StartsWith("**/"))
            {
                pattern.Append("(?:[^/]+/)*");
                i += 2;
            }
            else if (glob.AsSpan(i).StartsWith("**"))
            {
                pattern.Append(".*");
                i++;
            }
            else if (glob[i] == '[' && ClassEnd(glob, i) is { } end)
            {
                pattern.Append(Class(glob[(i + 1)..end]));
                i = end;
            }
            else
            {
                pattern.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", var other => Regex.Escape(other.ToString()) });
            }
        }

        return pattern.Append("\\z").ToString();
    }

    /// <summary>Finds where a class ends; a bracket that comes first in it belongs to it.</summary>
    private static int? ClassEnd(string glob, int start)
    {
        var first = start + 1 < glob.Length && glob[start + 1] is '!' or '^' ? start + 2 : start + 1;
        var end = first + 1 < glob.Length ? glob.IndexOf(']', first + 1) : -1;
        return end < 0 ? null : end;
    }

    private static string Class(string content)
    {
        var isNegated = content[0] is '!' or '^';
        var pattern = new StringBuilder(isNegated ? "[^/" : "[");
        var characters = isNegated ? content[1..] : content;
        for (var i = 0; i < characters.Length; i++)
        {
            // A range that goes backwards is none: its characters are meant.
            var isRange = i + 2 < characters.Length && characters[i + 1] == '-' && characters[i] <= characters[i + 2];
            pattern.Append(Escape(characters[i]));
            if (isRange)
            {
                pattern.Append('-').Append(Escape(characters[i + 2]));
                i += 2;
            }
        }

        return pattern.Append(isNegated ? "]" : "-[/]]").ToString();
    }

    private static string Escape(char character) => $"\\u{(int)character:x4}";
}
