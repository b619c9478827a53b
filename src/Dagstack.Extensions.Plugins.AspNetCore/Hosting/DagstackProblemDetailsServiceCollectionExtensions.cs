using Dagstack.Extensions.Plugins.AspNetCore;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells errors of plugins as problem details.</summary>
public static class DagstackProblemDetailsServiceCollectionExtensions
{
    /// <summary>Answers requests that met an error of a plugin with problem details (RFC 9457): 503 where it does not serve, 504 where it did not finish in time.</summary>
    /// <remarks>The application has to call <c>UseExceptionHandler()</c>. Calls add up: the options are configured by all. See docs/web.md.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says how they are told.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddDagstackProblemDetails(this IServiceCollection services, Action<PluginProblemOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddProblemDetails();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, PluginExceptionHandler>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return services;
    }
}
