using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The official conformance runner, which starts a host of ours for each of its scenarios for clients, and calls one of ours for those for servers.</summary>
internal static class ConformanceRunner
{
    public const string IsNot = "DAGSTACK_MCP_SERVERS is not set, or has no conformance runner, or there is no Node 22.19 for it: see tests/fixtures/McpServers/README.md.";

    private static readonly string s_client = Path.Combine(Repository.Root, "tests", "fixtures", "ConformanceClient", "bin", Repository.Configuration, "net10.0", "ConformanceClient.dll");

    public static bool IsThere { get; } = NewNode.Runs("@modelcontextprotocol", "conformance", "dist", "index.js");

    private static string Program => NpmServers.ProgramOf("conformance");

    /// <summary>Lists the scenarios of a side, each with the revisions of the protocol that have it.</summary>
    /// <param name="side">Those for a <c>client</c>, or for a <c>server</c>.</param>
    public static async Task<IReadOnlyDictionary<string, string[]>> ListAsync(string side)
    {
        var (_, output, _) = await NewNode.RunAsync(Program, "list", $"--{side}");
        return output.Split('\n', StringSplitOptions.TrimEntries)
            .Where(static line => line.StartsWith("- ", StringComparison.Ordinal))
            .ToDictionary(static line => line[2..line.IndexOf(" [", StringComparison.Ordinal)], static line => line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..^1].Split(','));
    }

    /// <summary>Runs one.</summary>
    public static async Task<ConformanceResult> RunAsync(string scenario, string revision)
    {
        using var folder = new TempFolder();
        var (exitCode, _, _) = await NewNode.RunAsync(Program, "client", "--command", $"dotnet {s_client}", "--scenario", scenario, "--spec-version", revision, "--timeout", "120000", "-o", folder.Path);
        return await ReadAsync(folder, exitCode);
    }

    /// <summary>Runs one against a server of ours.</summary>
    public static async Task<ConformanceResult> RunServerAsync(Uri url, string scenario, string revision)
    {
        using var folder = new TempFolder();
        var (exitCode, _, _) = await NewNode.RunAsync(Program, "server", "--url", url.ToString(), "--scenario", scenario, "--spec-version", revision, "--timeout", "120000", "-o", folder.Path);
        return await ReadAsync(folder, exitCode);
    }

    private static async Task<ConformanceResult> ReadAsync(TempFolder folder, int exitCode)
    {
        var checks = Assert.Single(Directory.GetFiles(folder.Path, "checks.json", SearchOption.AllDirectories));
        var written = Path.Combine(Path.GetDirectoryName(checks)!, "stdout.txt");
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(checks, TestContext.Current.CancellationToken));
        string[] StatusIds(params string[] statuses) => [.. document.RootElement.EnumerateArray().Where(check => statuses.Contains(check.GetProperty("status").GetString())).Select(static check => check.GetProperty("id").GetString()!).Distinct().Order(StringComparer.Ordinal)];
        return new(
            exitCode == 0,
            StatusIds("SUCCESS"),
            StatusIds("FAILURE", "WARNING"),
            File.Exists(written) ? await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken) : string.Empty);
    }
}
