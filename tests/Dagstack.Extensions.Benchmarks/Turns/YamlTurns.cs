using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>Scanners and parsers of YAML, each in processes of its own: how they are compiled depends on what else uses them.</summary>
internal static class YamlTurns
{
    private static readonly Dictionary<string, Func<string, int>> s_ways = new(StringComparer.Ordinal)
    {
        ["YamlDotNet, scanner"] = ScanByYamlDotNet,
        ["YamlDotNet, parser"] = ParseByYamlDotNet,
        ["SharpYaml, scanner"] = ScanBySharpYaml,
        ["SharpYaml, parser"] = ParseBySharpYaml,
    };

    public static async Task RunAsync()
    {
        foreach (var (keys, runs, rounds) in new[] { (200, 1, 21), (1_000, 4_000, 5), (50_000, 100, 5) })
        {
            await TurnTable.WriteAsync(
                string.Create(CultureInfo.InvariantCulture, $"{keys:N0} keys{(runs == 1 ? ", first of a process" : string.Empty)}"),
                rounds,
                [.. s_ways.Keys.Select(way => new Turn(way, () => RunInAProcessAsync(way, keys, runs)))]).ConfigureAwait(false);
        }
    }

    /// <summary>Reads one text as often as it is asked to, and writes the median of the last half of the times.</summary>
    public static void Run(string way, int keys, int runs)
    {
        using var files = new ConfigurationFiles(keys);
        var text = files.Text("app.yaml");
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var tokens = s_ways[way](text);
            times[i] = tokens > keys ? Stopwatch.GetElapsedTime(start).Ticks : throw new InvalidOperationException("The text was not read.");
        }

        Console.WriteLine(TurnTable.Median(times.Skip(runs / 2)).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<(TimeSpan Time, int Count)> RunInAProcessAsync(string way, int keys, int runs)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(YamlTurns).Assembly.Location, "turns", "yaml", way, keys.ToString(CultureInfo.InvariantCulture), runs.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var ticks = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (TimeSpan.FromTicks((long)double.Parse(ticks, CultureInfo.InvariantCulture)), 1);
    }

    private static int ScanByYamlDotNet(string text)
    {
        var scanner = new YamlDotNet.Core.Scanner(new StringReader(text), skipComments: true);
        return Count(scanner.MoveNext);
    }

    private static int ParseByYamlDotNet(string text)
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(text));
        return Count(parser.MoveNext);
    }

    private static int ScanBySharpYaml(string text)
    {
        var scanner = new SharpYaml.Scanner<WholeText>(new(text));
        return Count(scanner.MoveNext);
    }

    private static int ParseBySharpYaml(string text)
    {
        var parser = SharpYaml.Parser.CreateParser(new StringReader(text));
        return Count(parser.MoveNext);
    }

    private static int Count(Func<bool> next)
    {
        var count = 0;
        while (next())
        {
            count++;
        }

        return count;
    }

    private sealed class WholeText(string text) : SharpYaml.ILookAheadBuffer
    {
        private int _at;

        public bool EndOfInput => _at >= text.Length;

        public char Peek(int offset) => (uint)(_at + offset) < (uint)text.Length ? text[_at + offset] : '\0';

        public void Skip(int length) => _at += length;

        public void Cache(int length)
        {
            // All of it is here.
        }
    }
}
