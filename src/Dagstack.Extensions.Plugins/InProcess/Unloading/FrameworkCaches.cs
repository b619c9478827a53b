using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Clears what the framework and libraries remember of types, in the way that they offer it to tools that change code while it runs.</summary>
internal static class FrameworkCaches
{
    /// <summary>Clears them. What is needed again is made again, which costs time and nothing else.</summary>
    public static void Clear()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic && AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default))
        {
            foreach (var handler in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            {
                Clear(handler.HandlerType);
            }
        }
    }

    private static void Clear(Type handler)
    {
        var clear = handler.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])]);
        try
        {
            clear?.Invoke(null, [null]);
        }
        catch (TargetInvocationException)
        {
            // A cache that cannot be cleared keeps what it has, which is found to be still alive.
        }
    }
}
