namespace Dagstack.Extensions.Plugins;

/// <summary>Runs a plugin's code on a thread of its own, so that one that blocks does not starve the pool for all others.</summary>
internal static class OwnThread
{
    /// <summary>Runs work up to its first await on a new thread; what follows runs on the pool.</summary>
    public static Task<T> Run<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
}
