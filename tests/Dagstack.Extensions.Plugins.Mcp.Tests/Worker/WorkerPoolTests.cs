using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>A class in .NET in several processes: <c>process_cpu_bound</c>.</summary>
public sealed class WorkerPoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_AtTheSameTime_HaveAProcessEachAndOthersWait()
    {
        await using var host = await StartAsync(2);
        using var stop = new CancellationTokenSource();
        var one = host.Odd.DoAsync("wait", "", stop.Token);
        var two = host.Odd.DoAsync("wait", "", stop.Token);

        var three = host.DoAsync("process");
        Assert.False(three.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        Assert.NotEqual(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), await three.WaitAsync(Limits.Patience, Token));
    }

    [Fact]
    public async Task Calls_OneAfterTheOther_HaveTheSameWarmProcess()
    {
        await using var host = await StartAsync(2);

        var processes = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            processes.Add(await host.DoAsync("process"));
        }

        Assert.Single(processes);
    }

    [Fact]
    public async Task Crash_OfAProcess_CostsItsCallAndNoOther()
    {
        await using var host = await StartAsync(2);
        var first = await host.DoAsync("process");
        using var stop = new CancellationTokenSource();
        var waits = host.Odd.DoAsync("wait", "", stop.Token);

        // The one that is free.
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "fail_fast").WaitAsync(Limits.Patience, Token));
        Assert.Equal("printed", await host.DoAsync("print", "after").WaitAsync(Limits.Patience, Token));

        Assert.False(waits.IsCompleted);
        Assert.Equal(PluginState.Ready, host.Status.State);
        Assert.True(int.TryParse(first, out _));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Crash_OfTheOnlyProcess_IsReplacedAtOnceIfItHadAnswered()
    {
        await using var host = await StartAsync(1);
        var first = await host.DoAsync("process");

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "overflow").WaitAsync(Limits.Patience, Token));

        // It waits for the next process: the plugin is not unavailable.
        Assert.NotEqual(first, await host.DoAsync("process").WaitAsync(Limits.Patience, Token));
        await host.Logs.WaitForAsync("One of its processes is lost");
    }

    [Fact]
    public async Task Crash_InTheFirstCall_OfTheOnlyProcess_RestartsThePlugin()
    {
        await using var host = await StartAsync(1);

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "exit").WaitAsync(Limits.Patience, Token));

        await host.AnotherAsync("none");
        Assert.Equal("printed", await host.DoAsync("print", "after"));
    }

    [Fact]
    public async Task Crash_InTheFirstCall_OfTheOnlyProcess_FailsThoseThatWaitForIt()
    {
        await using var host = await StartAsync(1);
        var dies = host.DoAsync("die", "exit");
        var waits = Enumerable.Range(0, 3).Select(_ => host.DoAsync("process")).ToList();

        await Assert.ThrowsAsync<PluginUnavailableException>(() => dies.WaitAsync(Limits.Patience, Token));
        foreach (var one in waits)
        {
            await Assert.ThrowsAsync<PluginUnavailableException>(() => one.WaitAsync(Limits.Patience, Token));
        }

        await host.AnotherAsync("none");
    }

    [Fact]
    public async Task Loop_WithoutAnEnd_IsEndedWithTheTimeOfItsCall()
    {
        await using var host = await StartAsync(1);
        var process = int.Parse(await host.DoAsync("process"), CultureInfo.InvariantCulture);
        var quick = PluginCalls.With(host.Odd, new() { Timeout = TimeSpan.FromMilliseconds(500) });

        await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.DoAsync("die", "loop", Token));

        Assert.Equal("printed", await host.DoAsync("print", "after").WaitAsync(Limits.Patience, Token));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bound_OfMemoryOrLifetime_ReplacesAProcessBetweenCalls(bool isMemory)
    {
        await using var host = await StartAsync(1, mcp =>
        {
            mcp.MaxProcessMemory = isMemory ? 1 : null;
            mcp.MaxProcessLifetime = isMemory ? null : TimeSpan.FromTicks(1);
        });

        var first = await host.DoAsync("process").WaitAsync(Limits.Patience, Token);
        var second = await host.DoAsync("process").WaitAsync(Limits.Patience, Token);

        Assert.NotEqual(first, second);
        await host.Logs.WaitForAsync(isMemory ? "bytes of memory, more than 1" : "it is older than");
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Setup_ThatFails_IsTheReasonAndLeavesNoProcess()
    {
        await using var host = await OddHost.StartAsync("NeedsNothingThereIs", configure: Options(3), isCpuBound: true);

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status.State, host.Status.Code));
    }

    [Fact]
    public async Task Stop_OfTheHost_EndsAllProcesses()
    {
        var processes = new List<int>();
        await using (var host = await StartAsync(3))
        {
            using var stop = new CancellationTokenSource();
            for (var i = 0; i < 3; i++)
            {
                processes.Add(int.Parse(await host.DoAsync("process"), CultureInfo.InvariantCulture));
                _ = host.Odd.DoAsync("wait", "", stop.Token);
            }

            await stop.CancelAsync();
        }

        Assert.Equal(3, processes.Distinct().Count());
        Assert.All(processes, static process => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process)));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new McpOptions { MaxProcesses = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new McpOptions { MaxProcessMemory = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new McpOptions { MaxProcessLifetime = TimeSpan.Zero });
    }

    private static Action<DagstackPluginOptions> Options(int count, Action<McpOptions>? configure = null) => options => options.UseMcp(mcp =>
    {
        mcp.MaxProcesses = count;
        configure?.Invoke(mcp);
    });

    private static async Task<OddHost> StartAsync(int count, Action<McpOptions>? configure = null)
    {
        var host = await OddHost.StartAsync(configure: Options(count, configure), isCpuBound: true);
        Assert.Equal(PluginState.Ready, host.Status.State);
        return host;
    }
}
