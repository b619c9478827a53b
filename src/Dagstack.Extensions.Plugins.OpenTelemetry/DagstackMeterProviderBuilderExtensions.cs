using Dagstack.Extensions.Plugins.OpenTelemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the measurements of plugins to metrics.</summary>
public static class DagstackMeterProviderBuilderExtensions
{
    /// <summary>Adds what is counted and measured of plugins, of units of work, and of requests to those in other processes.</summary>
    /// <remarks>
    /// The meters are <c>Dagstack.Plugins</c> and <c>Experimental.ModelContextProtocol</c>, which has other MCP requests of the
    /// application too. Durations are in seconds, and their histograms advise their own boundaries. Calling it again changes
    /// nothing. See docs/telemetry.md.
    /// </remarks>
    /// <param name="builder">The metrics of the application.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddDagstackInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(PluginSources.Plugins, PluginSources.Units, PluginSources.Mcp);
    }
}
