namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A SemVer range as npm reads it: comparisons parted by blanks that must all hold, alternatives parted by <c>||</c>.</summary>
/// <remarks>Unlike npm's, a plain <c>*</c> lets pre-releases in: it says that the version does not matter.</remarks>
internal sealed class SemVerRange : VersionRange
{
    private static readonly string[] Operators = ["<=", ">=", "<", ">", "^", "~", "="];

    private readonly List<List<SemVerComparison>> _alternatives;

    private SemVerRange(string text, List<List<SemVerComparison>> alternatives)
        : base(text) => _alternatives = alternatives;

    public static SemVerRange? TryParse(string text, out string? error)
    {
        List<List<SemVerComparison>> alternatives = [];
        foreach (var alternative in text.Split("||", StringSplitOptions.TrimEntries))
        {
            if (alternative.Length == 0)
            {
                error = "one side of '||' is empty; for any version write '*'";
                return null;
            }

            List<SemVerComparison> comparisons = [];
            error = ParseAlternative(alternative, comparisons);
            if (error is not null)
            {
                return null;
            }

            alternatives.Add(comparisons);
        }

        error = null;
        return new SemVerRange(text, alternatives);
    }

    public override bool Contains(PluginVersion version, bool anyPrerelease) =>
        Text == "*" || _alternatives.Exists(comparisons =>
            comparisons.TrueForAll(comparison => comparison.Contains(version))
            && (anyPrerelease || !version.IsPrerelease || comparisons.Exists(comparison => comparison.Admits(version))));

    private static string? ParseAlternative(string text, List<SemVerComparison> into)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            if (i + 2 < words.Length && words[i + 1] == "-")
            {
                if (!TryAddHyphen(words[i], words[i + 2], into))
                {
                    return $"'{words[i]} - {words[i + 2]}' is not a range of two versions such as '0.2.0 - 0.4.0'";
                }

                i += 2;
                continue;
            }

            var word = words[i];
            var op = Array.Find(Operators, candidate => word.StartsWith(candidate, StringComparison.Ordinal)) ?? string.Empty;
            if (op.Length > 0 && op.Length == word.Length && i + 1 < words.Length)
            {
                word += words[++i];
            }

            if (!SemVerPartial.TryParse(word[op.Length..], out var version) || word[op.Length..].StartsWith('='))
            {
                return $"'{word}' is not a comparison with a version such as '>=0.2.0', '^0.2' or '0.2.x'";
            }

            Add(op, version, into);
        }

        return null;
    }

    private static bool TryAddHyphen(string from, string to, List<SemVerComparison> into)
    {
        if (!SemVerPartial.TryParse(from, out var low) || !SemVerPartial.TryParse(to, out var high))
        {
            return false;
        }

        Add(">=", low, into);
        Add("<=", high, into);
        return true;
    }

    private static void Add(string op, in SemVerPartial version, List<SemVerComparison> into)
    {
        void Needs(VersionOperator comparison, PluginVersion bound) => into.Add(new SemVerComparison(comparison, bound));

        if (version.Major is not { } major)
        {
            // '*' is any version; nothing is above or below any version.
            Needs(op is "<" or ">" ? VersionOperator.Less : VersionOperator.GreaterOrEqual, PluginVersion.Below(0, 0, 0));
            return;
        }

        switch (op)
        {
            case "^":
                Needs(VersionOperator.GreaterOrEqual, version.Low);
                Needs(VersionOperator.Less, major > 0 || version.Minor is null ? PluginVersion.Below(major + 1, 0, 0)
                    : version.Minor > 0 || version.Patch is null ? PluginVersion.Below(0, version.Minor.Value + 1, 0)
                    : PluginVersion.Below(0, 0, version.Patch.Value + 1));
                break;
            case "~":
                Needs(VersionOperator.GreaterOrEqual, version.Low);
                Needs(VersionOperator.Less, version.Minor is null ? PluginVersion.Below(major + 1, 0, 0) : PluginVersion.Below(major, version.Minor.Value + 1, 0));
                break;
            case ">=":
                Needs(VersionOperator.GreaterOrEqual, version.Low);
                break;
            case "<":
                Needs(VersionOperator.Less, version.IsWhole ? version.Low : PluginVersion.Below(version.Low.Release));
                break;
            case ">":
                Needs(version.IsWhole ? VersionOperator.Greater : VersionOperator.GreaterOrEqual, version.IsWhole ? version.Low : version.Above);
                break;
            case "<=":
                Needs(version.IsWhole ? VersionOperator.LessOrEqual : VersionOperator.Less, version.IsWhole ? version.Low : version.Above);
                break;
            default:
                Needs(version.IsWhole ? VersionOperator.Equal : VersionOperator.GreaterOrEqual, version.Low);
                if (!version.IsWhole)
                {
                    Needs(VersionOperator.Less, version.Above);
                }

                break;
        }
    }
}
