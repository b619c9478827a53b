using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Plugins.Mcp;
using Dagstack.Extensions.Plugins.Mcp.AspNetCore;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps plugins as tools of the Model Context Protocol.</summary>
public static class DagstackMcpEndpointRouteBuilderExtensions
{
    /// <summary>Serves plugins of the application as tools over HTTP, to clients of both eras of the protocol.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where, such as <c>/mcp</c>.</param>
    /// <param name="configure">Says which plugins are tools: <c>e => e.Export("chunker:*")</c>.</param>
    /// <returns>The endpoints, for <c>RequireAuthorization</c> and the like.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">One of <see cref="McpExportOptions.AllowedHosts"/> is no host.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called, or two hooks would be tools of one name.</exception>
    /// <remarks>
    /// <para>
    /// Requests whose <c>Host</c> or <c>Origin</c> is neither this machine nor one of <see cref="McpExportOptions.AllowedHosts"/> are refused with 403. Who may call is
    /// the application's to say. It may be called several times, with other plugins for each place.
    /// </para>
    /// <para>See §8.8 of the plugin contract, and docs/mcp.md.</para>
    /// </remarks>
    public static IEndpointConventionBuilder MapDagstackMcp(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<McpExportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new McpExportOptions();
        configure(options);
        var export = new McpExport(endpoints.ServiceProvider, options);
        var hosts = RequestHosts.Create(options.AllowedHosts, endpoints.ServiceProvider);
        var mapped = new ServerEndpoints(endpoints, ServerServices.Create(endpoints.ServiceProvider, export)).MapMcp(pattern);
        mapped.Add(endpoint => endpoint.RequestDelegate = hosts.Guard(endpoint.RequestDelegate!));
        return mapped;
    }
}
