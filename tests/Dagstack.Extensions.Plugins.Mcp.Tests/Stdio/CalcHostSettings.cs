using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>What a test says about its host.</summary>
internal sealed class CalcHostSettings
{
    public string Command { get; init; } = """["python3", "server.py"]""";

    /// <summary>More lines of <c>[plugin]</c>.</summary>
    public string Manifest { get; init; } = string.Empty;

    /// <summary>More lines of <c>[plugin.mcp_stdio]</c>, and tables after it.</summary>
    public string Stdio { get; init; } = string.Empty;

    public string EnvironmentName { get; init; } = "Production";

    public Dictionary<string, string?> Configuration { get; init; } = [];

    public Action<McpOptions> Mcp { get; init; } = static options => options.Restart.FirstDelay = TimeSpan.FromMilliseconds(10);

    public Action<DagstackPluginOptions> Options { get; init; } = static _ => { };

    public Action<IServiceCollection> Services { get; init; } = static _ => { };
}
