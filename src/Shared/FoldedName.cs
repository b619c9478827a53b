namespace Dagstack.Extensions.Shared;

/// <summary>Compares names the way configuration keys are compared: <c>_</c> and <c>-</c> removed, case ignored.</summary>
internal static class FoldedName
{
    public static bool Matches(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        MatchStart(left, right) == left.Length;

    /// <summary>Matches the first segments of a key.</summary>
    /// <returns>Whether the key is the path of the segments, or lies below it.</returns>
    public static bool StartsWith(ReadOnlySpan<char> key, ReadOnlySpan<string> segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var length = MatchStart(key, segments[i]);
            if (length < 0 || (length == key.Length && i + 1 < segments.Length))
            {
                return false;
            }

            key = length == key.Length ? [] : key[(length + 1)..];
        }

        return true;
    }

    /// <summary>A hash of the first segments of a key, the same for every spelling.</summary>
    public static int Hash(ReadOnlySpan<char> key, int segments)
    {
        var hash = 17;
        foreach (var letter in key)
        {
            if (letter == ':' && --segments == 0)
            {
                break;
            }

            if (letter is not ('_' or '-'))
            {
                hash = unchecked((hash * 31) + char.ToUpperInvariant(letter));
            }
        }

        return hash;
    }

    /// <summary>Matches one segment.</summary>
    /// <returns>The length of the key's first segment, or -1 if it is another name.</returns>
    private static int MatchStart(ReadOnlySpan<char> key, ReadOnlySpan<char> name)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < key.Length && (key[i] is '_' or '-'))
            {
                i++;
            }

            while (j < name.Length && (name[j] is '_' or '-'))
            {
                j++;
            }

            if (i == key.Length || key[i] == ':')
            {
                return j == name.Length ? i : -1;
            }

            if (j == name.Length || (key[i] != name[j] && char.ToUpperInvariant(key[i]) != char.ToUpperInvariant(name[j])))
            {
                return -1;
            }

            i++;
            j++;
        }
    }
}
