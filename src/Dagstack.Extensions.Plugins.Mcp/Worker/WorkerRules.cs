using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Which plugins run in the program of the host, and which of them cannot: known before anything is started.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
internal static class WorkerRules
{
    /// <summary>Tells whether a plugin of the runtime <c>mcp_stdio</c> is a class in .NET: it has an entry point and says no command.</summary>
    public static bool IsWorker(PluginManifest manifest) => manifest.EntryPoint is not null && manifest.McpStdio?.Command is not { Count: > 0 };

    /// <summary>Looks for what keeps a plugin from running so.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="program">The program of the host.</param>
    /// <param name="services">The services of the host; null where they are not known.</param>
    public static PluginRefusal? Check(PluginDescription plugin, HostProgram program, IServiceCollection? services)
    {
        if (!program.TryFindCommand(out _, out var reason))
        {
            return Refuse($"it has an 'entry_point' and no command, so that it runs in the program of the host, started again. {reason} Or use the runtime '{PluginRuntimes.InProcess}'.");
        }

        if (plugin.Folder is null)
        {
            return Refuse($"it is a part of the application, and only a plugin that has a folder of its own can run in a process of its own. Put its assembly and its manifest into a folder below a root, or use the runtime '{PluginRuntimes.InProcess}'.");
        }

        var contract = plugin.Contract.GetType().Assembly;
        if (contract.IsDynamic || AssemblyLoadContext.GetLoadContext(contract) != AssemblyLoadContext.Default)
        {
            return Refuse($"the contract of its kind is in '{contract.GetName().Name}', which is not a part of the host's program, so that another process of it does not have it. Reference it from the host, or use the runtime '{PluginRuntimes.InProcess}'.");
        }

        return services is null ? null : StandalonePlugin.Check(plugin, services);
    }

    private static PluginRefusal Refuse(string reason) => new(PluginErrorCodes.RuntimeNotSupported, reason);
}
