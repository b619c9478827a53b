namespace Dagstack.Extensions.Plugins;

/// <summary>Puts problems into the order of the contract's checks; problems of one check stay in the order they were found.</summary>
internal static class ManifestCheckOrder
{
    public static IReadOnlyList<ManifestProblem> Combine(IReadOnlyList<ManifestProblem> structure, IReadOnlyList<ManifestProblem> host) =>
        structure.Count + host.Count == 0 ? [] : [.. structure.Concat(host).OrderBy(problem => problem.Severity).ThenBy(Rank)];

    private static int Rank(ManifestProblem problem)
    {
        var path = problem.Path.StartsWith("tool.dagstack.", StringComparison.Ordinal) ? problem.Path["tool.dagstack.".Length..] : problem.Path;
        var key = path.Split('.', '[') is ["plugin", var second, ..] ? second : path;
        return key switch
        {
            "" or "plugin" or "tool" => 0,
            "schema_version" => 1,
            "name" or "kind" => 2,
            "kind_api_version" => 3,
            "core_version" => 4,
            "runtime" => 5,
            "in_process_only" or "mcp_stdio" or "mcp_http" or "command" or "env" or "url" or "auth" => 6,
            "entry_point" => 7,
            _ => 8,
        };
    }
}
