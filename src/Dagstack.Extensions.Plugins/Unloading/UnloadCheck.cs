using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Finds out whether the code of an instance that has ended leaves the process, helps it to, and else says what holds it.</summary>
/// <remarks>
/// The garbage collector decides when code leaves, and tells only by a weak reference. The first collections run beside the
/// application; only code that resists is worth a pause, the caches of the framework, and a search.
/// </remarks>
/// <param name="roots">The objects from which the host is reached, where a search begins.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told what became of it.</param>
internal sealed class UnloadCheck(Func<IReadOnlyList<object>> roots, TimeProvider time, ILogger logger)
{
    private const int GentleRounds = 4;
    private const int FirmRounds = 5;
    private const int Looks = 4;

    private static readonly SemaphoreSlim s_searching = new(1, 1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the code has left, or nothing more can be done.</summary>
    public async Task<UnloadResult> RunAsync(PluginRemains remains)
    {
        if (remains.Context is null)
        {
            return new(PluginUnloadOutcome.None, []);
        }

        var began = time.GetTimestamp();

        // What called this may still hold the instance on its stack.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var round = 0; round < GentleRounds && remains.IsAlive; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            await LookAsync(remains).ConfigureAwait(false);
        }

        await InsistAsync(remains).ConfigureAwait(false);
        if (remains.IsAlive)
        {
            // A search for something else holds what it comes by.
            await s_searching.WaitAsync().ConfigureAwait(false);
            try
            {
                await InsistAsync(remains).ConfigureAwait(false);
                if (remains.IsAlive)
                {
                    var hints = await OwnThread.Run(() => Task.FromResult(FindHints(remains))).ConfigureAwait(false);
                    logger.PluginStillAlive(remains.Plugin, remains.Generation, string.Join("; ", hints));
                    return new(PluginUnloadOutcome.StillAlive, hints);
                }
            }
            finally
            {
                s_searching.Release();
            }
        }

        logger.PluginUnloaded(remains.Plugin, remains.Generation, (long)time.GetElapsedTime(began).TotalMilliseconds);
        return new(PluginUnloadOutcome.Unloaded, []);
    }

    /// <summary>Collects as thoroughly as can be, for those who only want to know what is left.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Collects with pauses, and clears the caches of the framework if that is not enough.</summary>
    private async ValueTask InsistAsync(PluginRemains remains)
    {
        for (var round = 0; round < FirmRounds && remains.IsAlive; round++)
        {
            if (round == 1)
            {
                FrameworkCaches.Clear();
            }

            Collect();
            await LookAsync(remains).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a collection that runs beside the application its time.</summary>
    private async ValueTask LookAsync(PluginRemains remains)
    {
        for (var look = 0; look < Looks && remains.IsAlive; look++)
        {
            await Task.Delay(s_look, time).ConfigureAwait(false);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<PluginUnloadHint> FindHints(PluginRemains remains)
    {
        var found = remains.Context!.Target is AssemblyLoadContext context ? new ReferenceSearch(context).Find(roots()) : [];
        if (found.Count > 0)
        {
            return found;
        }

        var suspects = remains.EntryPath is { } path ? UnloadSuspects.Find(path) : [];
        return suspects.Count > 0
            ? suspects
            : [new() { Cause = PluginUnloadCauses.Unknown, Place = "something that was not found", Remedy = "Take a memory dump and look for what refers to its load context: see docs/hot-reload.md." }];
    }
}
