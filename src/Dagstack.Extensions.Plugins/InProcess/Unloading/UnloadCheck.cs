using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds out whether the code of an instance that has ended leaves the process, helps it to, and else says what holds it.</summary>
/// <remarks>
/// The garbage collector decides when code leaves, and tells only by a weak reference. The first collections run beside the
/// application; only code that resists is worth a pause, the caches of the framework, and a search.
/// </remarks>
/// <param name="roots">The objects from which the host is reached, where a search begins.</param>
/// <param name="time">Measures the time.</param>
internal sealed class UnloadCheck(Func<IReadOnlyList<object>> roots, TimeProvider time)
{
    private const int GentleRounds = 4;
    private const int FirmRounds = 5;
    private const int Looks = 4;

    private static readonly SemaphoreSlim s_searching = new(1, 1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the code has left, or nothing more can be done.</summary>
    /// <param name="context">The load context.</param>
    /// <param name="entry">Its entry assembly, whose metadata tells what it may be that holds it.</param>
    public async ValueTask<PluginUnload> RunAsync(WeakReference context, EntryModule entry)
    {
        // What called this may still hold the instance on its stack.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var round = 0; round < GentleRounds && context.IsAlive; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            await LookAsync(context).ConfigureAwait(false);
        }

        await InsistAsync(context).ConfigureAwait(false);
        if (context.IsAlive)
        {
            // A search for something else holds what it comes by.
            await s_searching.WaitAsync().ConfigureAwait(false);
            try
            {
                await InsistAsync(context).ConfigureAwait(false);
                if (context.IsAlive)
                {
                    var hints = await OwnThread.Run(() => Task.FromResult(FindHints(context, entry))).ConfigureAwait(false);
                    return new() { Outcome = PluginUnloadOutcome.StillAlive, Hints = hints };
                }
            }
            finally
            {
                s_searching.Release();
            }
        }

        return new() { Outcome = PluginUnloadOutcome.Unloaded };
    }

    /// <summary>Collects as thoroughly as can be, for those who only want to know what is left.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Collects with pauses, and clears the caches of the framework if that is not enough.</summary>
    private async ValueTask InsistAsync(WeakReference context)
    {
        for (var round = 0; round < FirmRounds && context.IsAlive; round++)
        {
            if (round == 1)
            {
                FrameworkCaches.Clear();
            }

            Collect();
            await LookAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a collection that runs beside the application its time.</summary>
    private async ValueTask LookAsync(WeakReference context)
    {
        for (var look = 0; look < Looks && context.IsAlive; look++)
        {
            await Task.Delay(s_look, time).ConfigureAwait(false);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<PluginUnloadHint> FindHints(WeakReference context, EntryModule entry)
    {
        var found = context.Target is AssemblyLoadContext alive ? new ReferenceSearch(alive).Find(roots()) : [];
        if (found.Count > 0)
        {
            return found;
        }

        var suspects = UnloadSuspects.Find(entry);
        return suspects.Count > 0
            ? suspects
            : [new() { Cause = PluginUnloadCauses.Unknown, Place = "something that was not found", Remedy = "Take a memory dump and look for what refers to its load context: docs/hot-reload.md in the package Dagstack.Extensions.Plugins says how." }];
    }
}
