namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A PEP 440 specifier: comparisons parted by commas, all of which must hold.</summary>
internal sealed class Pep440Range : VersionRange
{
    // Longest first, so that '===' is not read as '=='.
    private static readonly (string Text, VersionOperator Operator)[] Operators =
    [
        ("===", VersionOperator.Identical),
        ("~=", VersionOperator.Compatible),
        ("==", VersionOperator.Equal),
        ("!=", VersionOperator.NotEqual),
        ("<=", VersionOperator.LessOrEqual),
        (">=", VersionOperator.GreaterOrEqual),
        ("<", VersionOperator.Less),
        (">", VersionOperator.Greater),
    ];

    private readonly List<Pep440Comparison> _comparisons;

    private Pep440Range(string text, List<Pep440Comparison> comparisons)
        : base(text) => _comparisons = comparisons;

    /// <summary>Tells whether a text is one comparison with a whole version, which both syntaxes would take.</summary>
    public static bool IsSingleComparison(string text)
    {
        var version = text.TrimStart('<', '>', '=').Trim();
        return text[0] is '<' or '>' && PluginVersion.TryParse(version) is not null;
    }

    public static Pep440Range? TryParse(string text, out string? error)
    {
        List<Pep440Comparison> comparisons = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryParseComparison(part, out error) is not { } comparison)
            {
                return null;
            }

            comparisons.Add(comparison);
        }

        error = comparisons.Count == 0 ? "it has no comparison" : null;
        return error is null ? new Pep440Range(text, comparisons) : null;
    }

    public override bool Contains(PluginVersion version, bool anyPrerelease) =>
        _comparisons.TrueForAll(comparison => comparison.Contains(version))
        && (anyPrerelease || !version.IsPrerelease || _comparisons.Exists(comparison => comparison.NamesPrerelease));

    private static Pep440Comparison? TryParseComparison(string part, out string? error)
    {
        var (symbol, op) = Array.Find(Operators, candidate => part.StartsWith(candidate.Text, StringComparison.Ordinal));
        if (symbol is null)
        {
            error = $"'{part}' does not begin with an operator; for exactly this version write '=={part}'";
            return null;
        }

        var text = part[symbol.Length..].Trim();
        var wildcard = text.EndsWith(".*", StringComparison.Ordinal);
        if (wildcard && op is not (VersionOperator.Equal or VersionOperator.NotEqual))
        {
            error = $"'{part}' has a '*', which only '==' and '!=' may have";
            return null;
        }

        var version = PluginVersion.TryParse(wildcard ? text[..^2] : text);
        if (version is null || (wildcard && (version.IsPrerelease || version.Post is not null || version.Local is not null)))
        {
            error = $"'{text}' in '{part}' is not a version such as 0.2.0";
            return null;
        }

        if (op == VersionOperator.Compatible && version.Release.Length < 2)
        {
            error = $"'{part}' needs at least two numbers, such as '~={text}.0'";
            return null;
        }

        error = null;
        return new Pep440Comparison(op, version, wildcard, text);
    }
}
