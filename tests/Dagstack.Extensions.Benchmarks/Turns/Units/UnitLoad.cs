using System.Diagnostics;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Callers of whom each awaits each of its enqueues, for a while, until everything has ended.</summary>
internal static class UnitLoad
{
    private const int SmallStack = 256 * 1024;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures a way.</summary>
    /// <returns>Enqueues a second, and units a second from the first enqueue to the last end.</returns>
    public static async Task<(double Enqueues, double Units)> MeasureAsync(UnitWay way, int callers, TimeSpan span)
    {
        var stage = await way.StartAsync(callers).ConfigureAwait(false);
        await using (stage.ConfigureAwait(false))
        {
            // Connections, threads and partitions are there once each has called.
            var before = await CallAsync(stage, callers, TimeSpan.Zero).ConfigureAwait(false);
            await UntilEndedAsync(stage, before).ConfigureAwait(false);

            var start = Stopwatch.GetTimestamp();
            var count = await CallAsync(stage, callers, span).ConfigureAwait(false);
            var enqueued = Stopwatch.GetElapsedTime(start);
            await UntilEndedAsync(stage, before + count).ConfigureAwait(false);
            return (count / enqueued.TotalSeconds, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private static async Task<long> CallAsync(IUnitStage stage, int callers, TimeSpan span)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => stage.IsBlocking
            ? OnThreadAsync(() => CallAsync(stage, caller, start, span).GetAwaiter().GetResult())
            : Task.Run(() => CallAsync(stage, caller, start, span)))).ConfigureAwait(false);
        return counts.Sum();
    }

    private static async Task<long> CallAsync(IUnitStage stage, int caller, long start, TimeSpan span)
    {
        var count = 0L;
        do
        {
            await stage.EnqueueAsync(caller).ConfigureAwait(false);
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < span);
        return count;
    }

    private static Task<long> OnThreadAsync(Func<long> call)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(call());
                }
                catch (Exception fault)
                {
                    done.SetException(fault);
                }
            },
            SmallStack)
        {
            IsBackground = true,
        };
        thread.Start();
        return done.Task;
    }

    private static async Task UntilEndedAsync(IUnitStage stage, long count)
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            if (await stage.CountEndedAsync().ConfigureAwait(false) >= count)
            {
                return;
            }

            // To look costs something too: a tenth of the time at most.
            var pause = 10 * Stopwatch.GetElapsedTime(start);
            await Task.Delay(pause > s_look ? pause : s_look).ConfigureAwait(false);
        }
    }
}
