using System.Diagnostics;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Units one at a time: how long the enqueue, the way to the unit's code and that to its durable end take, in ms.</summary>
internal sealed class OneUnit(IUnitStage stage)
{
    public List<double> Enqueued { get; } = [];

    public List<double> Begun { get; } = [];

    public List<double> Ended { get; } = [];

    /// <summary>Returns the value below which a part of all values are.</summary>
    public static double Quantile(List<double> values, double part) => values.Order().ElementAt((int)Math.Min(values.Count - 1, part * values.Count));

    /// <summary>Takes one in, and waits until it has ended.</summary>
    public async Task RunAsync()
    {
        var begun = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note() => begun.TrySetResult(Stopwatch.GetTimestamp());
        stage.Ran += Note;
        try
        {
            var start = Stopwatch.GetTimestamp();
            var id = await stage.EnqueueAsync(0).ConfigureAwait(false);
            Enqueued.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await stage.WaitAsync(id).ConfigureAwait(false);
            Ended.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Begun.Add(Stopwatch.GetElapsedTime(start, await begun.Task.ConfigureAwait(false)).TotalMilliseconds);
        }
        finally
        {
            stage.Ran -= Note;
        }
    }

    /// <summary>Takes units in one after the other, for a while, the first few excepted.</summary>
    public async Task RunAsync(TimeSpan span)
    {
        await WarmAsync().ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        do
        {
            await RunAsync().ConfigureAwait(false);
        }
        while (Stopwatch.GetElapsedTime(start) < span);
    }

    /// <summary>Takes a few in that do not count.</summary>
    public async Task WarmAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            await RunAsync().ConfigureAwait(false);
        }

        Enqueued.Clear();
        Begun.Clear();
        Ended.Clear();
    }
}
