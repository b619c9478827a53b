namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The rule for the runtimes of a manifest from a list of plugins in other processes: whoever may write such a list is not let into the host's own.</summary>
internal static class RemoteRuntimes
{
    /// <summary>Checks what could be read of a manifest.</summary>
    public static void Check(ManifestFacts facts, ManifestProblemList problems)
    {
        foreach (var runtime in facts.Runtimes.Where(static runtime => runtime.Value is not (ManifestRuntimes.McpStdio or ManifestRuntimes.McpHttp)))
        {
            problems.Add(
                $"'{runtime.Path}' is \"{Excerpt.Of(runtime.Value)}\", but this is a list of plugins in other processes. Write mcp_stdio or mcp_http, or put the plugin into a folder of its own below a root.",
                runtime.Path,
                runtime.Line,
                runtime.Column,
                runtime.Value,
                "mcp_stdio or mcp_http");
        }
    }
}
