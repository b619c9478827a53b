using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a test says about its host.</summary>
internal sealed class DeskHostSettings
{
    public required string Url { get; init; }

    /// <summary>More lines of <c>[plugin]</c>.</summary>
    public string Manifest { get; init; } = string.Empty;

    /// <summary>More lines of <c>[plugin.mcp_http]</c>.</summary>
    public string Http { get; init; } = string.Empty;

    public string EnvironmentName { get; init; } = "Production";

    public Dictionary<string, string?> Configuration { get; init; } = [];

    public Action<McpOptions> Mcp { get; init; } = static _ => { };

    public Action<DagstackPluginOptions> Options { get; init; } = static _ => { };

    /// <summary>Writes more files into the folder of plugins.</summary>
    public Action<TempFolder> Files { get; init; } = static _ => { };

    /// <summary>What is registered before the plugins.</summary>
    public Action<IServiceCollection> Services { get; init; } = static _ => { };
}
