using System.Text;

namespace Dagstack.Extensions.Shared;

/// <summary>The rules of the keys under which blobs and checkpoints are kept.</summary>
/// <remarks>They are those that every store can keep: a file system, an object store, a table.</remarks>
internal static class StorageKey
{
    public const int MaxBytes = 512;

    private const string Grammar = "A key is one or more segments separated by '/', none of them empty, '.' or '..', without backslashes and control characters.";

    private const int MaxShown = 80;

    public static void ThrowIfInvalid(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (ProblemOf(key, isPrefix: false) is { } problem)
        {
            throw new ArgumentException($"The key '{Show(key)}' is not valid: {problem}. {Grammar}", nameof(key));
        }
    }

    /// <summary>Refuses what no key can begin with, such as a leading slash: it would silently list nothing.</summary>
    public static void ThrowIfInvalidPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (ProblemOf(prefix, isPrefix: true) is { } problem)
        {
            throw new ArgumentException($"No key begins with the prefix '{Show(prefix)}': {problem}. {Grammar}", nameof(prefix));
        }
    }

    public static bool IsValid(string key) => ProblemOf(key, isPrefix: false) is null;

    /// <summary>Says which character of a text no key may contain.</summary>
    public static string? ProblemOfCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                return $"it contains a backslash at position {i}";
            }

            if (char.IsControl(c))
            {
                return $"it contains the control character U+{(int)c:X4} at position {i}";
            }

            if (char.IsSurrogate(c) && (i + 1 == text.Length || !char.IsSurrogatePair(c, text[++i])))
            {
                return $"it contains half of a surrogate pair, U+{(int)c:X4}, which is not a character";
            }
        }

        return null;
    }

    /// <summary>Makes a refused text fit for a message.</summary>
    public static string Show(string text) => Excerpt.Printable(text.Length > MaxShown ? $"{text.AsSpan(0, MaxShown)}…" : text);

    private static string? ProblemOf(string key, bool isPrefix)
    {
        if (ProblemOfCharacters(key) is { } problem)
        {
            return problem;
        }

        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > MaxBytes)
        {
            return $"it takes {bytes} bytes as UTF-8, and at most {MaxBytes} are allowed";
        }

        var segments = key.Split('/');

        // The last segment of a prefix is not a whole one: '..' may go on as '..a'.
        var whole = isPrefix ? segments.Length - 1 : segments.Length;
        for (var i = 0; i < whole; i++)
        {
            if (segments[i].Length == 0)
            {
                return segments.Length == 1 ? "it is empty" : $"its segment {i + 1} of {segments.Length} is empty";
            }

            if (segments[i] is "." or "..")
            {
                return $"its segment {i + 1} of {segments.Length} is '{segments[i]}'";
            }
        }

        return null;
    }
}
