namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>Does something on another thread and waits for it: what a lock of this thread keeps out.</summary>
internal static class OtherThread
{
    /// <exception cref="TimeoutException">It does not end, as if it waited for this thread.</exception>
    public static void Do(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Limits.Patience).GetAwaiter().GetResult();
}
