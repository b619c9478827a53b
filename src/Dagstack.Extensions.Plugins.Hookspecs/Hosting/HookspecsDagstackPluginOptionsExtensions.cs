using Dagstack.Extensions.Plugins.Hookspecs.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins;

/// <summary>Compares the contracts of a host with hookspecs.</summary>
public static class HookspecsDagstackPluginOptionsExtensions
{
    /// <summary>Compares, when the plugins start, each contract of the host with the hookspec of its kind in a folder.</summary>
    /// <remarks>
    /// A difference is a warning that names the place and the change. Kinds without a hookspec, and hookspecs of kinds that the host does not have, are passed by. Calls add up.
    /// See §8 and §9 of the plugin contract, and docs/kinds.md.
    /// </remarks>
    /// <param name="options">The options of AddDagstackPlugins.</param>
    /// <param name="folder">A folder with <c>&lt;kind&gt;/v&lt;N&gt;.yaml</c>. A relative one is looked for under the content root, then under the application's base directory.</param>
    /// <param name="failFast">Whether a difference, or a file that cannot be read, keeps the host from starting. Null by default: as <see cref="DagstackPluginOptions.FailFast"/> says.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    public static DagstackPluginOptions UseHookspecs(this DagstackPluginOptions options, string folder, bool? failFast = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Services.AddSingleton(new HookspecFolder(folder, failFast));
        options.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPluginStartCheck, HookspecStartCheck>(static services => new(
            services.GetServices<HookspecFolder>(),
            services.GetRequiredService<DagstackPluginOptions>().FailFast,
            services.GetService<IHostEnvironment>()?.ContentRootPath,
            new GuardedLogger((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(HookspecLog.Category)))));
        return options;
    }
}
