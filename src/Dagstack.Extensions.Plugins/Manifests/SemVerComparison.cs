namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>One comparison of a SemVer range, after <c>^</c>, <c>~</c> and <c>x</c> are spelt out.</summary>
internal sealed class SemVerComparison(VersionOperator op, PluginVersion version)
{
    public bool Contains(PluginVersion candidate)
    {
        var order = candidate.CompareTo(version);
        return op switch
        {
            VersionOperator.Less => order < 0,
            VersionOperator.LessOrEqual => order <= 0,
            VersionOperator.Greater => order > 0,
            VersionOperator.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }

    /// <summary>A pre-release is let in by a comparison that names a pre-release of the same three numbers.</summary>
    public bool Admits(PluginVersion candidate) =>
        version.IsPrerelease && PluginVersion.CompareRelease(version.Release, candidate.Release) == 0;
}
