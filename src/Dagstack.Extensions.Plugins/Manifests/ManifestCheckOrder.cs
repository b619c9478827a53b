namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Puts problems into the order of the contract's checks; problems of one check stay in the order they were found.</summary>
internal static class ManifestCheckOrder
{
    public static IReadOnlyList<ManifestProblem> Combine(IReadOnlyList<ManifestProblem> structure, IReadOnlyList<ManifestProblem> host) =>
        structure.Count + host.Count == 0 ? [] : [.. structure.Concat(host).OrderBy(problem => problem.Severity).ThenBy(Rank)];

    private static int Rank(ManifestProblem problem)
    {
        var path = problem.Path.StartsWith("tool.dagstack.", StringComparison.Ordinal) ? problem.Path["tool.dagstack.".Length..] : problem.Path;
        var key = path.Split('.', '[') is [ManifestKeys.Plugin, var second, ..] ? second : path;
        return key is "" or ManifestKeys.Plugin or ManifestKeys.Tool ? 0 : ManifestFields.Plugin.Find(key)?.Check ?? ManifestField.LastCheck;
    }
}
