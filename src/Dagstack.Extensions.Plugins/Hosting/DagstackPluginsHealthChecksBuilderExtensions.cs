using Dagstack.Extensions.Plugins.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the plugins to the health checks of an application.</summary>
public static class DagstackPluginsHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that all plugins serve.</summary>
    /// <remarks>
    /// A plugin that is unavailable, and an application that is stopping, count as <paramref name="failureStatus"/>; a degraded
    /// plugin as <see cref="HealthStatus.Degraded"/>; plugins that are switched off do not count. The data of the result has the
    /// state of each plugin. See §4 of the plugin contract.
    /// </remarks>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check; null for <c>dagstack_plugins</c>.</param>
    /// <param name="failureStatus">What is reported for unavailable plugins; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which checks are chosen.</param>
    /// <param name="timeout">How long the check may take; null for no limit.</param>
    /// <param name="requiredOnly">
    /// Whether only plugins that the host cannot start without (<see cref="Dagstack.Extensions.Plugins.DagstackPluginOptions.Require(string[])"/>, or all with <see cref="Dagstack.Extensions.Plugins.DagstackPluginOptions.FailFast"/>) count
    /// as <paramref name="failureStatus"/> when they are unavailable, and others as <see cref="HealthStatus.Degraded"/>; false by default.
    /// </param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IHealthChecksBuilder AddDagstackPlugins(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        bool requiredOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new(name ?? "dagstack_plugins", services => new PluginsHealthCheck(Host(services), requiredOnly), failureStatus, tags, timeout));
    }

    private static PluginHost Host(IServiceProvider services) => services.GetService<PluginHost>()
        ?? throw new InvalidOperationException("There are no plugins to check: call services.AddDagstackPlugins(…) too.");
}
