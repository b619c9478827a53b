using Dagstack.Extensions.Plugins.OpenTelemetry;

namespace OpenTelemetry.Trace;

/// <summary>Adds the spans of plugins to tracing.</summary>
public static class DagstackTracerProviderBuilderExtensions
{
    /// <summary>Adds the spans of calls of plugins, of runs of units of work, and of requests to those in other processes.</summary>
    /// <remarks>
    /// The sources are <c>Dagstack.Plugins</c> and <c>Experimental.ModelContextProtocol</c>, which has other MCP requests of the
    /// application too. Calling it again changes nothing. See §8.6 of the plugin contract, and docs/telemetry.md.
    /// </remarks>
    /// <param name="builder">The tracing of the application.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TracerProviderBuilder AddDagstackInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(PluginSources.Plugins, PluginSources.Units, PluginSources.Mcp);
    }
}
