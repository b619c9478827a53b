namespace Dagstack.Extensions.Plugins;

/// <summary>Runs a plugin's code on a thread of its own, so that one that blocks does not starve the pool for all others.</summary>
internal static class OwnThread
{
    /// <summary>Runs work up to its first await on a new thread; what follows runs on the pool.</summary>
    /// <remarks>The thread does not see what is ambient where it was started: a caller's activity or culture is not the plugin's.</remarks>
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        var outcome = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Begin(work, outcome)) { IsBackground = true, Name = "dagstack plugin" };
        thread.UnsafeStart();
        return outcome.Task.Unwrap();
    }

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
