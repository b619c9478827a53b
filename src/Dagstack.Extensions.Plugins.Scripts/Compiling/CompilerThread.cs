namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>Runs the compiler on a thread of its own: it takes long, those of the pool may be waiting for it, and it needs more of a stack than they have.</summary>
internal static class CompilerThread
{
    private const int StackSize = 64 * 1024 * 1024;

    /// <summary>Runs work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="priority">Behind what it is to stand.</param>
    public static Task<T> Run<T>(Func<T> work, ThreadPriority priority = ThreadPriority.Normal)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(work, outcome), StackSize) { IsBackground = true, Priority = priority, Name = "dagstack compiler" }.Start();
        return outcome.Task;
    }

    private static void Run<T>(Func<T> work, TaskCompletionSource<T> outcome)
    {
        try
        {
            outcome.SetResult(work());
        }
        catch (Exception fault)
        {
            outcome.SetException(fault);
        }
    }
}
