using System.Globalization;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>How much is taken in and run a second, each way in its turn, round after round.</summary>
internal static class LoadTable
{
    /// <summary>Measures, and writes medians, with those of the ratios to the first.</summary>
    /// <returns>For each way, enqueues and units a second, of each round.</returns>
    public static async Task<(double Enqueues, double Units)[][]> WriteAsync(int callers, int rounds, TimeSpan span, IReadOnlyList<UnitWay> ways)
    {
        var taken = ways.Select(_ => new (double Enqueues, double Units)[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < ways.Count; i++)
            {
                taken[i][round] = await UnitLoad.MeasureAsync(ways[i], callers, span).ConfigureAwait(false);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n| {callers} callers | enqueues/s | ratio | units/s | ratio |"));
        Console.WriteLine("|---|--:|--:|--:|--:|");
        for (var i = 0; i < ways.Count; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {ways[i].Name} | {TurnTable.Median(taken[i].Select(static one => one.Enqueues)):N0} | {Ratio(taken[i], taken[0], static one => one.Enqueues):N1} | {TurnTable.Median(taken[i].Select(static one => one.Units)):N0} | {Ratio(taken[i], taken[0], static one => one.Units):N1} |"));
        }

        return taken;
    }

    /// <summary>Returns the median of the ratios within a round.</summary>
    public static double Ratio((double Enqueues, double Units)[] of, (double Enqueues, double Units)[] to, Func<(double Enqueues, double Units), double> what) =>
        TurnTable.Median(of.Zip(to, (one, other) => what(one) / what(other)));
}
