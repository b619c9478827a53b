using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The command line of the official Inspector, by which people look at a server before they give it to a language model.</summary>
internal static class Inspector
{
    public const string IsNot = "DAGSTACK_MCP_SERVERS is not set, or has no Inspector, or there is no Node 22.19 for it: see tests/fixtures/McpServers/README.md.";

    /// <summary>What it ends with where a tool says that it failed.</summary>
    public const int ToolFailed = 5;

    private static readonly string[] s_program = ["@modelcontextprotocol", "inspector", "clients", "launcher", "build", "index.js"];

    public static bool IsThere { get; } = NewNode.Runs(s_program);

    /// <summary>Asks a server.</summary>
    /// <param name="server">How it is reached: a command, or an address.</param>
    /// <param name="era">The era of the protocol: <c>legacy</c> or <c>modern</c>.</param>
    /// <param name="question">The method, and what goes with it.</param>
    /// <returns>The exit code, the result, and what is on the error output.</returns>
    public static async Task<(int ExitCode, JsonElement Result, string Errors)> AskAsync(string[] server, string era, params string[] question)
    {
        var (exitCode, output, errors) = await NewNode.RunAsync(
            NpmServers.PathOf(s_program),
            ["--cli", .. server, "--protocol-era", era, "--connect-timeout", "0", "--format", "json", "--method", .. question]);
        Assert.True(output.Length > 0, errors);
        return (exitCode, JsonElement.Parse(output).GetProperty("result"), errors);
    }
}
