using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.InProcess;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Counts the load contexts whose code is in memory. A list of contexts would not do: one that is being unloaded is not on it any more, alive or not.</summary>
internal static class LoadedContexts
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Count(string prefix)
    {
        UnloadCheck.Collect();
        return AppDomain.CurrentDomain.GetAssemblies()
            .Select(AssemblyLoadContext.GetLoadContext)
            .Where(context => context?.Name?.StartsWith(prefix, StringComparison.Ordinal) == true)
            .Distinct()
            .Count();
    }
}
