using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Stdio;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>The processes of a pool through changes, health checks, deaths and the end.</summary>
public sealed class WorkerPoolLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bound_OfAProcessThatHangsInItsTeardown_EndsItAfterItsTime()
    {
        await using var host = await OddHost.StartAsync("HangsInTeardown\"\nteardown_timeout_sec = 1\ndescription = \"hangs", configure: Pool(1, static mcp => mcp.MaxProcessMemory = 1), isCpuBound: true);
        var first = int.Parse(await host.DoAsync("process"), CultureInfo.InvariantCulture);

        await host.Logs.WaitForAsync("teardown was not done within 1 s");
        await Wait.UntilAsync(() => !Exists(first), "the process is gone");
        Assert.Equal(PluginState.Ready, host.Status.State);
    }

    [Fact]
    public async Task Section_WithAValueInTheEnvironment_ReloadsThePluginOnce()
    {
        await using var host = await OddHost.StartAsync(
            configure: options => Pool(3)(options.AllowReload()), more: "[plugin.mcp_stdio.env]\nODD_LEVEL = \"${config:level}\"", isCpuBound: true, settings: ("odd:odd:level", "3"));

        host.Configuration["odd:odd:level"] = "4";
        ((IConfigurationRoot)host.Configuration).Reload();
        await Wait.UntilAsync(() => host.Status.Generation == 2, "a reload");
        Assert.Equal("4", await host.DoAsync("variable", "ODD_LEVEL"));

        // One more, after whatever the first change began.
        host.Configuration["odd:odd:level"] = "5";
        ((IConfigurationRoot)host.Configuration).Reload();
        await Wait.UntilAsync(() => host.Status.Generation > 2 && host.Odd.DoAsync("variable", "ODD_LEVEL").GetAwaiter().GetResult() == "5", "another reload");
        Assert.Equal(3, host.Status.Generation);
    }

    [Fact]
    public async Task Section_ThatChanges_IsKnownToAllProcesses()
    {
        await using var host = await OddHost.StartAsync(configure: Pool(2), isCpuBound: true, settings: ("odd:odd:level", "3"));
        host.Configuration["odd:odd:level"] = "4";
        ((IConfigurationRoot)host.Configuration).Reload();
        using var stop = new CancellationTokenSource();

        await Wait.UntilAsync(() => host.Odd.DoAsync("options").GetAwaiter().GetResult().StartsWith('4'), "the section in one");
        var waits = host.Odd.DoAsync("wait", "", stop.Token);
        await Wait.UntilAsync(() => host.Odd.DoAsync("options").GetAwaiter().GetResult().StartsWith('4'), "the section in the other");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);

        // The one that takes its place, too.
        var kept = host.Odd.DoAsync("wait", "", Token);
        Assert.StartsWith("4", await host.DoAsync("options"), StringComparison.Ordinal);
        Assert.False(kept.IsCompleted);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Only there can a process be stopped and go on.")]
    public async Task Health_OneProcessSilent_DegradesThePluginAndShutsNothing()
    {
        await using var host = await OddHost.StartAsync(
            configure: options => Pool(2)(Health(options)),
            isCpuBound: true);
        var process = await host.DoAsync("process");

        Signal(process, "STOP");
        await Wait.UntilAsync(() => host.Status.State == PluginState.Degraded, "degraded");
        Assert.Contains("1 of its 2 processes did not answer.", host.Status.Reason, StringComparison.Ordinal);

        // It is ended after some silence, another takes its place, and all is well again.
        await Wait.UntilAsync(() => host.Status.State == PluginState.Ready, "ready again");
        Assert.False(Exists(int.Parse(process, CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("Unavailable", StringComparison.Ordinal));
        Assert.NotEqual(process, await host.DoAsync("process"));
    }

    [Fact]
    public async Task Call_CancelledBefore_CostsNoProcess()
    {
        await using var host = await OddHost.StartAsync(configure: Pool(1), isCpuBound: true);
        var process = await host.DoAsync("process");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Odd.DoAsync("process", "", cancelled.Token));
        }

        Assert.Equal(process, await host.DoAsync("process"));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Crash_OfTheFirstReplacement_CostsNoCallThatWaitsForTheSecond()
    {
        await using var host = await OddHost.StartAsync(configure: Pool(2), isCpuBound: true);
        for (var round = 0; round < 5; round++)
        {
            await host.DoAsync("process");
            var both = Enumerable.Range(0, 2).Select(_ => host.DoAsync("die", "exit")).ToList();
            foreach (var one in both)
            {
                await Assert.ThrowsAsync<PluginUnavailableException>(() => one.WaitAsync(Limits.Patience, Token));
            }

            // The first process that is there dies of it; those behind it have the second, or one that takes the place of the first.
            var dies = host.DoAsync("die", "exit");
            var waits = Enumerable.Range(0, 3).Select(_ => host.DoAsync("process")).ToList();
            await Assert.ThrowsAsync<PluginUnavailableException>(() => dies.WaitAsync(Limits.Patience, Token));
            await Task.WhenAll(waits).WaitAsync(Limits.Patience, Token);
        }

        Assert.Equal(1, host.Status.Generation);
    }

    [Fact]
    public async Task Replacement_ThatCannotBeMadeAnyMore_EndsThePoolAndSaysWhy()
    {
        await using var host = await OddHost.StartAsync(configure: Pool(1), more: "[plugin.mcp_stdio.env]\nODD_LEVEL = \"${config:level}\"", isCpuBound: true, settings: ("odd:odd:level", "3"));
        var process = await host.DoAsync("process");
        host.Configuration["odd:odd:level"] = null;

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "exit").WaitAsync(Limits.Patience, Token));

        // Nobody waits for what does not come.
        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(async () =>
        {
            while (await host.DoAsync("process").WaitAsync(Limits.Patience, Token) == process)
            {
                // It is not known yet that it has died.
            }
        });
        Assert.Contains("level", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_ThatStartAndDie_AreNotStartedForEver()
    {
        await using var host = await OddHost.StartAsync("DiesSoon", configure: Pool(2), isCpuBound: true);

        // The plugin as a whole is started anew by the pauses of the host, which says so.
        await host.Logs.WaitForAsync("odd:odd");
        await Wait.UntilAsync(() => host.Status.Generation > 1 || host.Status.State == PluginState.Unavailable, "the pool has ended");
    }

    [Fact]
    public async Task Stop_WithCallsInside_LeavesNoProcessAndNothingThatFollows()
    {
        var host = await OddHost.StartAsync(configure: Pool(2), isCpuBound: true);
        var processes = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            processes.Add(int.Parse(await host.DoAsync("process"), CultureInfo.InvariantCulture));
            _ = host.Odd.DoAsync("wait", "", Token);
        }

        await host.DisposeAsync();
        host.Configuration["odd:odd:level"] = "4";
        ((IConfigurationRoot)host.Configuration).Reload();

        Assert.Equal(2, processes.Distinct().Count());
        Assert.All(processes, static process => Assert.False(Exists(process)));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("configuration", StringComparison.OrdinalIgnoreCase) && line.Contains("not taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Take_GivenUp_WaitsNoMore()
    {
        var idle = new IdleWorkers();
        using var stop = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 1000).Select(_ => idle.TakeAsync(stop.Token).AsTask()).ToList();
        Assert.Equal(1000, idle.Waiting);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waits));
        Assert.Equal(0, idle.Waiting);
    }

    private static Action<DagstackPluginOptions> Pool(int count, Action<McpOptions>? configure = null) => options => options.UseMcp(mcp =>
    {
        mcp.MaxProcesses = count;
        configure?.Invoke(mcp);
    });

    private static DagstackPluginOptions Health(DagstackPluginOptions options)
    {
        // When one has answered the others have half of that.
        (options.HealthInterval, options.HealthTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(6));
        return options;
    }

    private static void Signal(string process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process]);
        kill.WaitForExit();
    }

    private static bool Exists(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
