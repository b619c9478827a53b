using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The contract of a worker's plugin: among the assemblies of the host's program, or in a file that the host has loaded while it ran.</summary>
internal static class WorkerContract
{
    /// <summary>Makes it.</summary>
    /// <param name="name">The name of its class, with that of the assembly.</param>
    /// <param name="file">Where the host has the assembly; null in a single file.</param>
    public static PluginContract Load(string name, string? file)
    {
        if (Type.GetType(name, throwOnError: false) is null && file is not null)
        {
            // What it needs in its turn is where its own list says, as in the host.
            var beside = new AssemblyDependencyResolver(file);
            AssemblyLoadContext.Default.Resolving += (context, needed) => beside.ResolveAssemblyToPath(needed) is { } path ? context.LoadFromAssemblyPath(path) : null;
            AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }

        return (PluginContract)Activator.CreateInstance(Type.GetType(name, throwOnError: true)!)!;
    }
}
