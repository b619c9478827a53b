using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>Load contexts of plugins that are still in memory.</summary>
internal static class LoadContexts
{
    private const int Attempts = 20;
    private const int ClearAt = 3;

    /// <summary>Finds those of a plugin that is set up now. One that is being unloaded is not listed any more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static List<WeakReference> Find(string plugin) =>
        [.. AssemblyLoadContext.All.Where(context => context.IsCollectible && context.GetType().Assembly == typeof(PluginUnloading).Assembly && context.Name == $"plugin {plugin}").Select(static context => new WeakReference(context))];

    /// <summary>Collects garbage until none is left, or it is clear that it will not go.</summary>
    /// <returns>How many are left.</returns>
    public static async Task<int> CollectAsync(IReadOnlyList<WeakReference> contexts)
    {
        for (var i = 0; i < Attempts && Count(contexts) > 0; i++)
        {
            // Not within the continuation of what used them: that keeps one alive.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System).ConfigureAwait(false);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            if (i == ClearAt)
            {
                // As a host does that reloads a plugin.
                PluginUnloading.ClearFrameworkCaches();
            }
        }

        return Count(contexts);
    }

    /// <summary>Looks for what holds the first that is left.</summary>
    /// <returns>As ends of sentences: "held by …".</returns>
    public static Task<IReadOnlyList<string>> FindHoldersAsync(IReadOnlyList<WeakReference> contexts) =>
        Task.Factory.StartNew(() => FindHolders(contexts), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<string> FindHolders(IReadOnlyList<WeakReference> contexts)
    {
        foreach (var reference in contexts)
        {
            if (reference.Target is AssemblyLoadContext context)
            {
                return [.. PluginUnloading.FindHolders(context).Where(static hint => hint.IsFound).Select(static hint => hint.Place)];
            }
        }

        return [];
    }

    private static int Count(IReadOnlyList<WeakReference> contexts) => contexts.Count(static context => context.IsAlive);
}
