namespace Dagstack.Extensions.Shared;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearNames
{
    /// <summary>Longer names are not compared: nobody mistypes those by hand.</summary>
    private const int MaxLength = 64;

    /// <summary>Finds the known name nearest to one that is not known.</summary>
    /// <param name="name">The name that was found.</param>
    /// <param name="known">The names that would have been right; of equally near ones the first is taken.</param>
    /// <returns>The nearest name, or null if none is near enough to be what was meant.</returns>
    /// <remarks>Case and the difference between <c>_</c> and <c>-</c> do not count. About a third of the letters may be wrong; two that are swapped count as one.</remarks>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        string? begun = null;
        var folded = Fold(name);
        var best = Math.Max(1, (name.Length + 1) / 3) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) < best && candidate.Length <= MaxLength)
            {
                var distance = Distance(folded, Fold(candidate));
                if (distance < best)
                {
                    (best, nearest) = (distance, candidate);
                }
            }

            if (folded.Length >= 3 && Fold(candidate).StartsWith(folded, StringComparison.Ordinal))
            {
                begun ??= candidate;
            }
        }

        return nearest ?? begun;
    }

    /// <summary>Finds the known name that one which is not known is for certain: a slip of the hand away, and no other as near.</summary>
    /// <param name="name">The name that was found.</param>
    /// <param name="known">The names that would have been right.</param>
    /// <param name="letters">How many letters may be wrong, within what <see cref="Find"/> allows.</param>
    /// <returns>The name, or null if there is none or more than one.</returns>
    public static string? FindCertain(string name, IEnumerable<string> known, int letters)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var folded = Fold(name);
        var best = Math.Min(letters, Math.Max(1, (name.Length + 1) / 3)) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) <= best && candidate.Length <= MaxLength)
            {
                var distance = Distance(folded, Fold(candidate));
                (best, nearest) = distance < best ? (distance, candidate) : distance == best ? (best, null) : (best, nearest);
            }
        }

        return nearest;
    }

    private static string Fold(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Damerau-Levenshtein, optimal string alignment, three rows.
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> previous = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var distance = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance = Math.Min(distance, before[j - 2] + 1);
                }

                current[j] = distance;
            }

            var oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        return previous[b.Length];
    }
}
