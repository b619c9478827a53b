using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A child that is there and does not answer.</summary>
[Collection(nameof(Alone))]
public sealed class BreakerTests
{
    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Call_StoppedChild_TimesOutUntilNoneIsSentAndRecovers()
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Mcp = static options => (options.BreakerMinimumCalls, options.BreakTime) = (5, TimeSpan.FromSeconds(1)),
            Options = static options => options.ForKind("calc", static kind => kind.Timeout = TimeSpan.FromMilliseconds(300)),
        });
        var process = host.Calc.Facts().Process;
        Signal("STOP", process);
        try
        {
            // The call before is counted too, and a time that is over may be counted after its caller was told.
            var faults = new List<Exception>();
            while (faults.Count < 8 && faults is not [.., PluginUnavailableException])
            {
                faults.Add(await Assert.ThrowsAnyAsync<PluginRegistryException>(() => host.Calc.AddAsync(1, 2, TestContext.Current.CancellationToken)));
            }

            Assert.InRange(faults.Count, 5, 7);
            Assert.All(faults[..^1], static fault => Assert.IsType<PluginTimeoutException>(fault));
            Assert.Matches(@"It is tried again in [\d.]+ s", Assert.IsType<PluginUnavailableException>(faults[^1]).Message);
        }
        finally
        {
            Signal("CONT", process);
        }

        var sum = await RecoverAsync(host.Calc);

        Assert.Equal(3, sum);
        Assert.Equal(process, host.Calc.Facts().Process);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Call_PluginsOwnErrors_DoNotCount()
    {
        await using var host = await CalcHost.StartAsync(new() { Mcp = static options => options.BreakerMinimumCalls = 2 });

        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("fail:again", TestContext.Current.CancellationToken));
        }

        Assert.Equal(3, await host.Calc.AddAsync(1, 2, TestContext.Current.CancellationToken));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Call_MoreThanAreUnderWayAtATime_WaitTheirTurnWithinTheirTime()
    {
        await using var host = await CalcHost.StartAsync(new() { Mcp = static options => options.MaxCalls = 2 });
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Task[] busy = [host.Calc.DoAsync("sleep:2", TestContext.Current.CancellationToken), host.Calc.DoAsync("sleep:2", TestContext.Current.CancellationToken)];
        var quick = PluginCalls.With(host.Calc, new() { Timeout = TimeSpan.FromMilliseconds(100) });

        await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.AddAsync(1, 2, TestContext.Current.CancellationToken));
        Assert.Equal(3, await host.Calc.AddAsync(1, 2, TestContext.Current.CancellationToken));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1), "It has not waited for one of those that take 2 s.");
        await Task.WhenAll(busy);
    }

    private static async Task<int> RecoverAsync(ICalc calc)
    {
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await calc.AddAsync(1, 2, TestContext.Current.CancellationToken);
            }
            catch (PluginRegistryException) when (System.Diagnostics.Stopwatch.GetElapsedTime(start) < Limits.Patience)
            {
                await Task.Yield();
            }
        }
    }

    private static void Signal(string signal, int process)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
