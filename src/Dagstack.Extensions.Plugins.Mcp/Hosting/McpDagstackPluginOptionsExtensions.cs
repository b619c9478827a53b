using Dagstack.Extensions.Plugins.Mcp;
using Dagstack.Extensions.Plugins.Mcp.Http;
using Dagstack.Extensions.Plugins.Mcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins;

/// <summary>Adds plugins in other processes to a host.</summary>
public static class McpDagstackPluginOptionsExtensions
{
    /// <summary>Lets the host run plugins in other processes: manifests may say <c>runtime = "mcp_stdio"</c>, for a child process, and <c>runtime = "mcp_http"</c>, for a server somewhere.</summary>
    /// <param name="options">The options of AddDagstackPlugins.</param>
    /// <param name="configure">Says how; repeated calls add up.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <remarks>
    /// <para>
    /// The HTTP client of a plugin is configured by its name, such as <c>dagstack:chunker:fixed</c>: <c>services.AddHttpClient("dagstack:chunker:fixed")</c>. What
    /// ConfigureHttpClientDefaults says of all clients is not said of these; they follow no redirects, and have no time-out but that of the call.
    /// </para>
    /// <para>See §8 of the plugin contract, and docs/runtimes.md.</para>
    /// </remarks>
    public static DagstackPluginOptions UseMcp(this DagstackPluginOptions options, Action<McpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Services.AddOptions();
        if (configure is not null)
        {
            options.Services.Configure(configure);
        }

        options.Services.AddHttpClient();
        return options
            .AddRuntime(static services => new StdioRuntime(OptionsOf(services), LoggersOf(services), TimeOf(services), services.GetService<DagstackPluginOptions>()?.Services))
            .AddRuntime(static services => new HttpRuntime(OptionsOf(services), LoggersOf(services), TimeOf(services)));
    }

    private static McpOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<McpOptions>>().Value;

    private static ILoggerFactory LoggersOf(IServiceProvider services) => services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;

    private static TimeProvider TimeOf(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
