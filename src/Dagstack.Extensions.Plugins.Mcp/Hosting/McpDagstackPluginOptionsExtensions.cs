using Dagstack.Extensions.Plugins.Mcp;
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
    /// <summary>Lets the host run plugins in other processes: manifests may say <c>runtime = "mcp_stdio"</c>.</summary>
    /// <param name="options">The options of AddDagstackPlugins.</param>
    /// <param name="configure">Says how; repeated calls add up.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <remarks>See §8 of the plugin contract, and docs/runtimes.md.</remarks>
    public static DagstackPluginOptions UseMcp(this DagstackPluginOptions options, Action<McpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Services.AddOptions();
        if (configure is not null)
        {
            options.Services.Configure(configure);
        }

        return options.AddRuntime(static services => new StdioRuntime(
            services.GetRequiredService<IOptions<McpOptions>>().Value,
            services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            services.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
