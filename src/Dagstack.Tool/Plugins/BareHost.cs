using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Plugins;

/// <summary>A host that finds the plugins of folders, as any host does, and starts none.</summary>
internal static class BareHost
{
    /// <summary>Finds the plugins below folders.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="configure">Sets more options; null for none.</param>
    /// <exception cref="WrongUseException">A folder is not there.</exception>
    public static ServiceProvider Create(IEnumerable<string> folders, Action<DagstackPluginOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return services.AddDagstackPlugins(options =>
        {
            options.ContinueOnConflict = true;
            options.UseMcp();
            configure?.Invoke(options);
            foreach (var folder in folders)
            {
                options.Discover(Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new WrongUseException($"There is no folder '{folder}'. Name the folder that the plugins are in, by --plugins."));
            }
        }).BuildServiceProvider();
    }
}
