using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Plugins.AspNetCore;
using Dagstack.Extensions.Plugins.AspNetCore.Serving;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the plugins of an application for those who operate it.</summary>
public static class DagstackPluginsEndpointRouteBuilderExtensions
{
    /// <summary>Serves what the host knows of its plugins.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where: <c>/plugins</c> by default.</param>
    /// <param name="configure">Says what is served there.</param>
    /// <returns>The endpoints, for <c>RequireAuthorization</c> and the like.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    /// <remarks>
    /// Outside Development every address there is answered with 404, and a critical message in the log says why, until the application says who may see the plugins: by <c>RequireAuthorization</c>,
    /// by the fallback policy of its authorisation, or by <c>AllowAnonymous</c>. It may be called several times. See docs/web.md.
    /// </remarks>
    public static IEndpointConventionBuilder MapDagstackPlugins(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/plugins", Action<PluginEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new PluginEndpointOptions();
        configure?.Invoke(options);
        return PluginPlace.Map(endpoints, pattern, options);
    }
}
