namespace Dagstack.Extensions.Plugins;

/// <summary>The names of the runtimes that a manifest may ask for.</summary>
public static class PluginRuntimes
{
    /// <summary>A .NET class, loaded into the host's process.</summary>
    public const string InProcess = "in_process";

    /// <summary>A child process that speaks MCP over its standard input and output.</summary>
    public const string McpStdio = "mcp_stdio";

    /// <summary>A server that speaks MCP over HTTP.</summary>
    public const string McpHttp = "mcp_http";
}
