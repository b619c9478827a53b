using System.Diagnostics;
using System.Globalization;
using System.Text;
using Letters;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>What a second process is worth to a hook that keeps a processor busy, in a pool and by hand.</summary>
internal static class WorkerPoolTurns
{
    private const int Rounds = 15;
    private const int Jobs = 40;
    private const int Below = 60_000;

    public static async Task RunAsync()
    {
        await using var box = new Letterbox();
        const string lines = "runtime = \"mcp_stdio\"\nexecution_model = \"process_cpu_bound\"";
        var one = await box.StartAsync<IPrimes>(await box.AddAsync("one", "primes", "CountingPrimes", lines).ConfigureAwait(false), "primes:one", processes: 1).ConfigureAwait(false);
        var two = await box.StartAsync<IPrimes>(await box.AddAsync("two", "primes", "CountingPrimes", lines).ConfigureAwait(false), "primes:two", processes: 2).ConfigureAwait(false);
        using var first = new LineProcess(Letterbox.Server, "primes");
        using var second = new LineProcess(Letterbox.Server, "primes");
        var line = Encoding.ASCII.GetBytes($"{Below}\n");
        var expected = Primes.Count(Below);
        var ratios = await TurnTable.WriteAsync($"{Jobs} jobs, the primes below {Below:N0}", Rounds,
        [
            Share("one bare process", () => AskAsync(first)),
            Share("two bare processes", () => AskAsync(first), () => AskAsync(second)),
            Share("a pool of one", () => CallAsync(one)),
            Share("a pool of two", () => CallAsync(two), () => CallAsync(two)),
        ]).ConfigureAwait(false);
        var (bare, pool) = (ratios[0] / ratios[1], ratios[2] / ratios[3]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\ngain of the second: bare {bare:N2}, pool {pool:N2}, ratio {pool / bare:N2}"));

        async Task AskAsync(LineProcess process) => Check(int.Parse((await process.AskAsync(line).ConfigureAwait(false)).Span, CultureInfo.InvariantCulture));

        async Task CallAsync(IPrimes primes) => Check(await primes.CountAsync(Below).ConfigureAwait(false));

        void Check(int answer)
        {
            if (answer != expected)
            {
                throw new InvalidOperationException($"The answer is {answer}, not {expected}.");
            }
        }
    }

    /// <summary>Shares the jobs among callers, each of which has one at a time.</summary>
    private static Turn Share(string name, params Func<Task>[] callers) => new(name, async () =>
    {
        var left = Jobs;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(callers.Select(call => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await call().ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        return (Stopwatch.GetElapsedTime(start), Jobs);
    });
}
