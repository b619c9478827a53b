using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Two processes of one plugin, of which one after the other dies while both are called.</summary>
[Collection(nameof(Alone))]
public sealed class WorkerStormTests
{
    private const int Callers = 4;
    private const int Seed = 4711;

    /// <summary>What callers do between two calls: processes that start need the machine too.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Crashes => Children.AreLong ? 500 : 50;

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Crash_AgainAndAgainUnderCallers_CostsTheCallsInsideAndNothingElse()
    {
        await using (var first = await StartAsync())
        {
            await first.DoAsync("echo");
        }

        await Wait.UntilAsync(() => Children.Own().Count == 0, "nothing is left of a host that was not harmed");
        var (descriptors, threads) = (Children.Descriptors(), Children.Threads());
        var (random, ways, storm) = (new Random(Seed), new SortedDictionary<string, int>(StringComparer.Ordinal), new Storm());
        var (answered, whole) = (new List<double>(), new List<double>());
        await using (var host = await StartAsync())
        {
            using var stop = new CancellationTokenSource();
            var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => storm.CallAsync(host, caller, s_pause, stop.Token), Token)).ToArray();
            await storm.UntilAsync(processes: 2);
            for (var crash = 0; crash < Crashes; crash++)
            {
                var way = random.Next(4) switch { 0 => "fail_fast", 1 => "overflow", _ => "SIGKILL" };
                ways[way] = ways.GetValueOrDefault(way) + 1;
                var died = way == "SIGKILL" ? await KillAsync(host) : await DieAsync(host, way);

                await host.DoAsync("echo", "after").WaitAsync(Limits.Patience, Token);
                answered.Add(Children.Milliseconds(died));
                await storm.UntilAsync(processes: 3 + crash);
                whole.Add(Children.Milliseconds(died));
            }

            await stop.CancelAsync();
            await Task.WhenAll(callers).WaitAsync(Limits.Patience, Token);
            Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
            Assert.Equal(Crashes + 2, storm.Processes);
            Assert.Single(Directory.GetDirectories(host.TempRoot));
            await host.Services.TeardownPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
            Assert.Empty(Directory.GetDirectories(host.TempRoot));
        }

        var killed = ways.GetValueOrDefault("SIGKILL");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Crashes} crashes ({string.Join(", ", ways.Select(static way => $"{way.Key} {way.Value}"))}): {storm.Answers} answers, {storm.Faults.Count} errors of calls that were inside. "
            + $"Answered again after {Text(answered)}, two processes again after {Text(whole)}.");
        Assert.InRange(storm.Faults.Count, 1, killed);
        Assert.InRange(Figures.Percentile(answered, 0.5), 0, 1_000);
        Assert.InRange(Figures.Percentile(whole, 0.5), 0, 10_000);

        await Wait.UntilAsync(() => Children.Own().Count == 0, "no process is left");
        await Wait.UntilAsync(() => Children.Descriptors() <= descriptors, $"no descriptor more than {descriptors}");
        await Wait.UntilAsync(() => Children.Threads() <= threads, $"no thread more than {threads}");
    }

    private static Task<OddHost> StartAsync() => OddHost.StartAsync(configure: static options => options.UseMcp(static mcp => (mcp.MaxProcesses, mcp.BreakerFailureRatio) = (2, 1)), isCpuBound: true);

    private static string Text(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Figures.Percentile(times, 0.5):0} ms in the median, {Figures.Percentile(times, 0.95):0} ms of 95 in 100, {times.Max():0} ms at most");

    /// <summary>Kills a process from outside, be it inside of a call or not.</summary>
    /// <returns>When.</returns>
    private static async Task<long> KillAsync(OddHost host)
    {
        var process = int.Parse(await host.DoAsync("process").WaitAsync(Limits.Patience, Token), CultureInfo.InvariantCulture);
        using var child = Process.GetProcessById(process);
        var now = Stopwatch.GetTimestamp();
        child.Kill();
        for (var start = now; Children.IsThere(process); await Task.Delay(s_pause, Token))
        {
            // Its first thread may be gone when others still hold what is written to it.
            Assert.True(Stopwatch.GetElapsedTime(start) < Limits.Patience, $"{process} is still there.");
        }

        return now;
    }

    /// <summary>Lets a process end itself, which costs the call that it does so in.</summary>
    /// <returns>When its caller knew.</returns>
    private static async Task<long> DieAsync(OddHost host, string way)
    {
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", way).WaitAsync(Limits.Patience, Token));
        return Stopwatch.GetTimestamp();
    }

    /// <summary>What callers saw.</summary>
    private sealed class Storm
    {
        private readonly ConcurrentDictionary<int, bool> _processes = new();
        private int _answers;

        public ConcurrentQueue<string> Faults { get; } = new();

        public int Answers => Volatile.Read(ref _answers);

        /// <summary>Gets how many processes have ever answered.</summary>
        public int Processes => _processes.Count;

        /// <summary>Waits until so many processes have answered since the beginning.</summary>
        public async Task UntilAsync(int processes)
        {
            for (var start = Stopwatch.GetTimestamp(); Processes < processes; await Task.Delay(s_pause, Token))
            {
                Assert.True(Stopwatch.GetElapsedTime(start) < Limits.Patience, $"Not {processes} processes have answered, but {Processes}, after {Limits.Patience}.");
            }
        }

        public async Task CallAsync(OddHost host, int caller, TimeSpan pause, CancellationToken stop)
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                try
                {
                    var answer = (await host.DoAsync("echo", $"{caller}/{number}").WaitAsync(Limits.Patience, Token)).Split(' ');
                    Assert.Equal($"{caller}/{number}", answer[1]);
                    _processes.TryAdd(int.Parse(answer[0], CultureInfo.InvariantCulture), true);
                    Interlocked.Increment(ref _answers);
                }
                catch (PluginUnavailableException fault)
                {
                    Faults.Enqueue(fault.Message);
                }

                await Task.Delay(pause, Token);
            }
        }
    }
}
