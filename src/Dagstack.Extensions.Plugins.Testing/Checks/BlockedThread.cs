using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Measures whether a call blocks the thread that makes it. The thread's state is what counts, not time: a busy machine does not block.</summary>
internal static class BlockedThread
{
    private const int Samples = 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes a call on a thread of its own, up to its first await.</summary>
    /// <returns>How long the thread was seen waiting; null if it was not for long.</returns>
    public static async Task<TimeSpan?> MeasureAsync(object plugin, HookCall call, CancellationToken cancellationToken)
    {
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            // What becomes of the call is for other checks.
            _ = HookCaller.InvokeAsync(plugin, call, cancellationToken);
            returned.SetResult();
        })
        { IsBackground = true, Name = "dagstack contract suite" };
        thread.Start();

        var waited = 0;
        var started = TimeProvider.System.GetTimestamp();
        while (!returned.Task.IsCompleted && waited < Samples && TimeProvider.System.GetElapsedTime(started) < s_patience)
        {
            await Task.WhenAny(returned.Task, Task.Delay(s_interval, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
            waited = thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) ? waited + 1 : 0;
        }

        return waited >= Samples ? s_interval * Samples : null;
    }
}
