namespace Dagstack.Extensions.Shared;

/// <summary>The list of publishers that are trusted, as <c>DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS</c> has it. A name proves nothing: it is what a manifest says of itself.</summary>
internal static class TrustedPublishers
{
    public const string Variable = "DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS";

    /// <summary>Reads a list.</summary>
    /// <param name="text">Names, separated by <c>,</c> or <c>;</c>. In a name <c>*</c> stands for any text.</param>
    /// <returns>The names; null if there is no list, and nothing is to be checked. A list without a name trusts nobody.</returns>
    public static IReadOnlyList<string>? Parse(string? text) =>
        string.IsNullOrEmpty(text) ? null : text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Tells whether a list has the maintainer of a plugin, or one of its authors. Case does not count.</summary>
    /// <param name="list">What <see cref="Parse"/> has read.</param>
    /// <param name="maintainer">What the manifest says; null if it says nothing.</param>
    /// <param name="authors">As above.</param>
    public static bool Trusts(IReadOnlyList<string> list, string? maintainer, IEnumerable<string> authors)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(authors);
        var publishers = authors.Prepend(maintainer).OfType<string>().Select(static name => name.Trim()).Where(static name => name.Length > 0).ToArray();
        return list.Any(pattern => Array.Exists(publishers, name => IsMatch(pattern, name)));
    }

    private static bool IsMatch(string pattern, string name)
    {
        var parts = pattern.Split('*');
        if (parts is [var whole])
        {
            return name.Equals(whole, StringComparison.OrdinalIgnoreCase);
        }

        var (first, last) = (parts[0], parts[^1]);
        var rest = name.AsSpan();
        if (rest.Length < first.Length + last.Length || !rest.StartsWith(first, StringComparison.OrdinalIgnoreCase) || !rest.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The earliest place of each is as good as any later one.
        rest = rest[first.Length..^last.Length];
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
