namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>One comparison of a PEP 440 specifier, such as <c>~=0.2</c> or <c>==0.2.*</c>.</summary>
internal sealed class Pep440Comparison(VersionOperator op, PluginVersion version, bool wildcard, string text)
{
    /// <summary>A comparison that names a pre-release lets pre-releases in.</summary>
    public bool NamesPrerelease => version.IsPrerelease && op != VersionOperator.NotEqual;

    public bool Contains(PluginVersion candidate) => op switch
    {
        VersionOperator.Identical => string.Equals(candidate.Text, text, StringComparison.OrdinalIgnoreCase),
        VersionOperator.Equal => wildcard ? HasPrefix(candidate, version.Release) : IsEqual(candidate),
        VersionOperator.NotEqual => wildcard ? !HasPrefix(candidate, version.Release) : !IsEqual(candidate),
        VersionOperator.Compatible => candidate.CompareTo(version) >= 0 && HasPrefix(candidate, version.Release.AsSpan()[..^1]),
        VersionOperator.LessOrEqual => candidate.CompareTo(version) <= 0,
        VersionOperator.GreaterOrEqual => candidate.CompareTo(version) >= 0,

        // <1.0 keeps 1.0rc1 out, and >1.0 keeps 1.0.post1 out, unless the comparison names such a version itself.
        VersionOperator.Less => candidate.CompareTo(version) < 0
            && (version.IsPrerelease || !candidate.IsPrerelease || !SameRelease(candidate)),
        _ => candidate.CompareTo(version) > 0
            && (version.Post is not null || candidate.Post is null || !SameRelease(candidate)),
    };

    private bool IsEqual(PluginVersion candidate) =>
        candidate.CompareTo(version) == 0 && (version.Local is null || Normal(version.Local) == Normal(candidate.Local));

    // Local versions differ neither by case nor by what parts their words.
    private static string? Normal(string? local) => local?.ToLowerInvariant().Replace('-', '.').Replace('_', '.');

    private bool SameRelease(PluginVersion candidate) =>
        candidate.Epoch == version.Epoch && PluginVersion.CompareRelease(candidate.Release, version.Release) == 0;

    private bool HasPrefix(PluginVersion candidate, ReadOnlySpan<long> prefix)
    {
        var length = Math.Min(prefix.Length, candidate.Release.Length);
        return candidate.Epoch == version.Epoch
            && PluginVersion.CompareRelease(candidate.Release.AsSpan()[..length], prefix) == 0;
    }
}
