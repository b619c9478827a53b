using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Plugins.AspNetCore;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Dagstack.Extensions.Plugins.AspNetCore.Serving;
using Microsoft.AspNetCore.Http;
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
    /// <remarks>See docs/web.md.</remarks>
    public static IEndpointConventionBuilder MapDagstackPlugins(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/plugins", Action<PluginEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        configure?.Invoke(new());
        var place = new PluginEndpoints(new PluginReader(endpoints.ServiceProvider), page: null);
        var group = endpoints.MapGroup(pattern);
        group.MapGet(string.Empty, (HttpContext http) => place.List(http)).WithMetadata(new PlaceMetadata(0));
        group.MapGet("/{kind}/{name}", (HttpContext http, string kind, string name) => place.Report(http, kind, name)).WithMetadata(new PlaceMetadata(2));
        return group;
    }
}
