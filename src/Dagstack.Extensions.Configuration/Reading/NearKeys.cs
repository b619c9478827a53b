namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Finds the key that was probably meant.</summary>
internal static class NearKeys
{
    /// <summary>Longer keys are not mistyped by hand, and more of them are not looked through.</summary>
    private const int Max = 64;

    /// <summary>Returns the nearest of the known keys, or null if none is near.</summary>
    public static string? Find(string key, IEnumerable<string> known)
    {
        if (key.Length > Max)
        {
            return null;
        }

        var (nearest, best) = ((string?)null, Math.Max(1, (key.Length + 1) / 3) + 1);
        foreach (var candidate in known.Take(1000).Where(candidate => candidate.Length <= Max && Math.Abs(candidate.Length - key.Length) < best))
        {
            var distance = Distance(Fold(key), Fold(candidate));
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static string Fold(string key) => key.Replace("-", "_", StringComparison.Ordinal).ToLowerInvariant();

    // Levenshtein, one row.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[b.Length];
    }
}
