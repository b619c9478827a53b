using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.InProcess;

namespace Dagstack.Extensions.Plugins;

/// <summary>For tests and tools: helps code that ought to be gone out of the process, and finds what holds it.</summary>
/// <remarks>A host does the same for plugins that it reloads. See docs/hot-reload.md for each cause and its remedy.</remarks>
public static class PluginUnloading
{
    /// <summary>Clears what the framework and libraries remember of types. What is needed again is made again, which costs time.</summary>
    public static void ClearFrameworkCaches() => FrameworkCaches.Clear();

    /// <summary>Follows references from static fields to what belongs to a load context. That may take seconds.</summary>
    /// <param name="context">The load context that ought to be gone.</param>
    /// <returns>The first few that were found, each with the way to it; none if only the runtime refers to it, such as the stack of a thread.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public static IReadOnlyList<PluginUnloadHint> FindHolders(AssemblyLoadContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReferenceSearch(context).Find([]);
    }
}
