using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Dagstack.Extensions.Plugins.Scripts.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins;

/// <summary>Adds plugins of two files to a host.</summary>
public static class ScriptsDagstackPluginOptionsExtensions
{
    /// <summary>Lets the host take folders with a <c>dagstack.toml</c> and a <c>plugin.cs</c>, which it compiles: of <c>entry_point = "plugin:LineChunker"</c> where there is no <c>plugin.dll</c>.</summary>
    /// <remarks>
    /// <para>The code may use the framework, Dagstack.Extensions.Plugins.Abstractions, the contracts of the host, the abstractions of Microsoft.Extensions that the host has, and the assemblies in its folder. Nothing is restored.</para>
    /// <para>In the environment Production it is off, see <see cref="ScriptsOptions.AllowInProduction"/>. See §1 of the plugin contract, and docs/scripts.md.</para>
    /// </remarks>
    /// <param name="options">The options of AddDagstackPlugins.</param>
    /// <param name="configure">Says how; repeated calls add up.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static DagstackPluginOptions UseScripts(this DagstackPluginOptions options, Action<ScriptsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Services.AddOptions();
        if (configure is not null)
        {
            options.Services.Configure(configure);
        }

        options.Services.TryAddEnumerable(ServiceDescriptor.Singleton<PluginModuleSource, ScriptSource>(static services => new(
            services.GetRequiredService<IOptions<ScriptsOptions>>().Value,
            services.GetService<IHostEnvironment>(),
            services.GetService<IHostApplicationLifetime>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            new GuardedLogger((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(ScriptLog.Category)))));
        return options;
    }
}
