using Dagstack.Extensions.Plugins.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

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

    /// <summary>Adds two checks for each plugin: that it serves, for readiness, and that it needs no restart of the process, for liveness.</summary>
    /// <remarks>
    /// <para>
    /// <c>plugin kind:name</c> is healthy while the plugin serves or is switched off, degraded while it is degraded, is being replaced while its calls wait, or
    /// does not serve and the host does not require it, and unhealthy when the host requires it (<see cref="Dagstack.Extensions.Plugins.DagstackPluginOptions.Require(string[])"/>,
    /// or all with <see cref="Dagstack.Extensions.Plugins.DagstackPluginOptions.FailFast"/>) or the application is stopping.
    /// </para>
    /// <para>
    /// <c>plugin kind:name live</c> is unhealthy only when the host requires the plugin, it does not serve, and no less than a new process gives it back (it
    /// <see cref="Dagstack.Extensions.Plugins.PluginStatus.RequiresRestart"/>, or is leaked); degraded when one that serves or is not required has that mark. It stays healthy while the application stops.
    /// </para>
    /// <para>
    /// The list follows the plugins: it is made anew for each report, so that one which a reload has added is in it, and one that was removed is not, unless the host requires it.
    /// Calling it again changes nothing. See §4 of the plugin contract, and docs/operations.md.
    /// </para>
    /// </remarks>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="readyTag">The tag of the checks for readiness; <c>ready</c> by default.</param>
    /// <param name="liveTag">The tag of the checks for liveness; <c>live</c> by default.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IHealthChecksBuilder AddDagstackPluginChecks(this IHealthChecksBuilder builder, string readyTag = "ready", string liveTag = "live")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(readyTag);
        ArgumentNullException.ThrowIfNull(liveTag);
        builder.Services.TryAddSingleton<IOptions<HealthCheckServiceOptions>>(services => new PluginChecks(services.GetRequiredService<IOptionsFactory<HealthCheckServiceOptions>>(), Host(services), readyTag, liveTag));
        return builder;
    }

    private static PluginHost Host(IServiceProvider services) => services.GetService<PluginHost>()
        ?? throw new InvalidOperationException("There are no plugins to check: call services.AddDagstackPlugins(…) too.");
}
