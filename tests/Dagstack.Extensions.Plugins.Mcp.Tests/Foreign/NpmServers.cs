namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The MCP servers of npm that are installed from <c>tests/fixtures/McpServers</c>.</summary>
internal static class NpmServers
{
    public const string AreNot = "DAGSTACK_MCP_SERVERS is not set, or has no servers: see tests/fixtures/McpServers/README.md.";

    private static readonly string? s_folder = Environment.GetEnvironmentVariable("DAGSTACK_MCP_SERVERS");

    public static bool AreThere { get; } = s_folder is not null && Directory.Exists(Path.Combine(s_folder, "node_modules"));

    /// <summary>Gets the program of a package.</summary>
    public static string ProgramOf(string package) => PathOf("@modelcontextprotocol", package, "dist", "index.js");

    /// <summary>Gets the path of something that is installed.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([s_folder!, "node_modules", .. parts]);

    /// <summary>Writes the line of a manifest that starts a server.</summary>
    public static string Command(string name, string argument = "") =>
        $"command = ['node', '{ProgramOf($"server-{name}")}'{(argument.Length == 0 ? string.Empty : $", '{argument}'")}]";
}
