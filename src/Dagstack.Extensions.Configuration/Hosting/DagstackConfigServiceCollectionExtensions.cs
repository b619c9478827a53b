using Dagstack.Extensions.Configuration;
using Dagstack.Extensions.Configuration.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes dagstack configuration files injectable.</summary>
public static class DagstackConfigServiceCollectionExtensions
{
    /// <summary>Registers <see cref="DagstackConfig"/> for the files that the host's configuration has, and sends their warnings, and those of TOML files, to the host's logs.</summary>
    /// <param name="services">The services of a host whose configuration has <c>AddDagstackConfig</c> or <c>AddTomlFile</c>; with neither, the host does not start.</param>
    public static IServiceCollection AddDagstackConfig(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(static provider => provider.GetRequiredService<IConfiguration>().GetDagstackConfig());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConfigLogs>());
        return services;
    }
}
