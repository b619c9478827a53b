namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Runs a plugin's code on a thread that is not the pool's, so that one that blocks does not starve the pool for all others.</summary>
internal static class OwnThread
{
    private static readonly OwnThreads s_threads = new(TimeSpan.FromSeconds(1));

    /// <summary>Runs work up to its first await on a thread that nothing else uses meanwhile; what follows runs on the pool.</summary>
    /// <remarks>The thread does not see what is ambient where it was started: a caller's activity or culture is not the plugin's.</remarks>
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        var outcome = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_threads.Run(() => Begin(work, outcome));
        return outcome.Task.Unwrap();
    }

    /// <summary>Runs work, which must not throw, on a thread that nothing else uses meanwhile.</summary>
    public static void Begin(Action work) => s_threads.Run(work);

    private static void Begin<T>(Func<Task<T>> work, TaskCompletionSource<Task<T>> outcome)
    {
        Task<T> begun;
        try
        {
            begun = work();
        }
        catch (Exception fault)
        {
            begun = Task.FromException<T>(fault);
        }

        outcome.SetResult(begun);
    }
}
