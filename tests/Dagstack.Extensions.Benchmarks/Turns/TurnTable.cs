using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>Ways of doing the same, each in its turn, round after round: what else the machine does meets all of them alike.</summary>
/// <remarks>Where whole processes are compared, or two processors at once, minutes between two ways are too long.</remarks>
internal static class TurnTable
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(300);

    /// <summary>Takes all ways in turn, and writes the medians, with those of the ratios to the first.</summary>
    public static async Task<IReadOnlyList<double>> WriteAsync(string title, int rounds, IReadOnlyList<Turn> turns)
    {
        var times = turns.Select(_ => new double[rounds]).ToArray();
        var bytes = turns.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < turns.Count; i++)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var (time, count) = await turns[i].RunAsync().ConfigureAwait(false);
                if (round >= 0)
                {
                    // The first round is for warming up.
                    times[i][round] = time.TotalMicroseconds / count;
                    bytes[i][round] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / count;
                }
            }
        }

        var ratios = times.Select(own => Median(own.Zip(times[0], static (one, first) => one / first))).ToArray();
        Console.WriteLine();
        Console.WriteLine($"| {title} | µs | ratio | bytes |");
        Console.WriteLine("|---|--:|--:|--:|");
        for (var i = 0; i < turns.Count; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {turns[i].Name} | {Median(times[i]):N1} | {ratios[i]:N2} | {Median(bytes[i]):N0} |"));
        }

        return ratios;
    }

    /// <summary>Calls something one after the other, for the time of a turn.</summary>
    public static Turn Calls(string name, Func<Task> call) => new(name, async () =>
    {
        var (start, count) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            await call().ConfigureAwait(false);
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < s_turn);
        return (Stopwatch.GetElapsedTime(start), count);
    });

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
