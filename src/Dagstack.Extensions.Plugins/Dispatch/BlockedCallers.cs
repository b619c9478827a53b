namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Callers that block a thread while they wait for a plugin that is being replaced. More of them than processors keep the pool from replacing it.</summary>
internal static class BlockedCallers
{
    private static int s_count;

    /// <summary>Lets one more wait, unless there are as many as processors.</summary>
    public static bool TryAdd()
    {
        if (Interlocked.Increment(ref s_count) <= Environment.ProcessorCount)
        {
            return true;
        }

        Remove();
        return false;
    }

    public static void Remove() => Interlocked.Decrement(ref s_count);
}
