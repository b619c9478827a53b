namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>How much more managed memory is held while something runs, after all that nobody holds has been collected.</summary>
/// <remarks>What the process has taken from the system says little here: how much the collector lets pile up depends on the machine and on the tests before.</remarks>
internal static class HeldMemory
{
    /// <summary>Looks again and again until a task has ended, at least once.</summary>
    /// <returns>The most that was held, in bytes, beyond what was held before.</returns>
    public static async Task<long> WhileAsync(Func<Task> run)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var running = run();
        var most = 0L;
        do
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(running, Task.Delay(50));
        }
        while (!running.IsCompleted);

        await running;
        return most;
    }
}
