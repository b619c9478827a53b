using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Children that are killed again and again while they are called.</summary>
[Collection(nameof(Alone))]
public sealed class StormTests
{
    private const int Callers = 8;

    /// <summary>How long whoever met an error waits before the next try, as callers do.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private static int Kills => Children.AreLong ? 500 : 20;

    [Theory(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc and /bin/sh.")]
    [InlineData("")]
    [InlineData("""env = { GRANDCHILD = "1" }""")]
    public async Task Kill_AgainAndAgainUnderCallers_EachHasTheAnswerOrTheTypedErrorAndNothingIsLeft(string stdio)
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Command = """["/bin/sh", "server.sh"]""",
            Stdio = stdio,
            Mcp = static options => (options.Restart.FirstDelay, options.Restart.MaxDelay, options.BreakerFailureRatio) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), 1),
        });
        for (var kill = 0; kill < 5; kill++)
        {
            await KillAsync(host);
        }

        await ProcessOf(host);
        await Wait.UntilAsync(() => Children.Own().Count <= 2, "the child and its guard");
        var (descriptors, threads) = (Children.Descriptors(), Children.Threads());
        using var stop = new CancellationTokenSource();
        var late = new ConcurrentBag<double>();
        var killed = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(host.Calc, () => Volatile.Read(ref killed), late, stop.Token))).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            Volatile.Write(ref killed, await KillAsync(host));
        }

        await ProcessOf(host);
        await stop.CancelAsync();
        var calls = await Task.WhenAll(callers).WaitAsync(Limits.Patience);

        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills: {calls.Sum(static one => one.Answers)} answers, {late.Count} errors of calls that were inside, after {Figures.Percentile(late, 0.5):0.0} ms in the median, {Figures.Percentile(late, 0.99):0.0} ms of 99 in 100, {late.DefaultIfEmpty().Max():0.0} ms at most.");
        Assert.All(calls, static one => Assert.True(one.Answers > 0));

        // One grace of 50 ms and the restart; the rest is for a machine that is busy.
        Assert.InRange(Figures.Percentile(late, 0.5), 0, 2_000);
        await Wait.UntilAsync(() => Children.Own().Count <= 2, "no zombies: the child and its guard");
        await Wait.UntilAsync(() => Children.Descriptors() <= descriptors, $"no descriptor more than {descriptors}");
        Assert.InRange(Children.Threads(), 0, threads);
    }

    /// <summary>Kills the child that serves.</summary>
    /// <returns>When.</returns>
    private static async Task<long> KillAsync(CalcHost host)
    {
        using var child = Process.GetProcessById(await ProcessOf(host));
        var now = Stopwatch.GetTimestamp();
        child.Kill();
        while (Children.Runs(child.Id))
        {
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }

        return now;
    }

    /// <summary>Asks which process answers, until one does.</summary>
    private static async Task<int> ProcessOf(CalcHost host)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return int.Parse(await host.Calc.DoAsync("pid", TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
            }
            catch (PluginUnavailableException) when (Stopwatch.GetElapsedTime(start) < Limits.Patience)
            {
                await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<(int Answers, int Errors)> CallAsync(ICalc calc, Func<long> killed, ConcurrentBag<double> late, CancellationToken stop)
    {
        var (answers, errors) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                Assert.Equal(3, await calc.AddAsync(1, 2, TestContext.Current.CancellationToken));
                answers++;
            }
            catch (PluginUnavailableException fault)
            {
                Assert.NotEmpty(fault.Reason);
                errors++;
                if (fault.Reason.Contains("SIGKILL", StringComparison.Ordinal) && start < killed())
                {
                    late.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            }
        }

        return (answers, errors);
    }
}
