namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What would end the host, or be in it for ever, and costs a worker the calls that are inside.</summary>
public sealed class WorkerDeathTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("overflow", "Stack overflow")]
    [InlineData("fail_fast", "it does not want to live")]
    [InlineData("thread", "on a thread of its own")]
    [InlineData("abort", null)]
    [InlineData("exit", "exit code 7")]
    public async Task Die_InACall_CostsThatCallAndAnotherProcessServes(string way, string? said)
    {
        await using var host = await OddHost.StartAsync();
        var process = await host.DoAsync("process");

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", way).WaitAsync(Limits.Patience, Token));

        Assert.Contains(said ?? "its process", $"{fault.Message} {string.Join('\n', host.Logs.Lines)}", StringComparison.OrdinalIgnoreCase);
        await host.AnotherAsync(process);
        Assert.Equal("printed", await host.DoAsync("print", "after"));
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("deadlock")]
    public async Task Hang_InACall_EndsWithItsTimeAndOthersAreServed(string way)
    {
        await using var host = await OddHost.StartAsync();
        var quick = PluginCalls.With(host.Odd, new() { Timeout = TimeSpan.FromMilliseconds(500) });

        await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.DoAsync("die", way, Token));

        Assert.Equal("printed", await host.DoAsync("print", "after"));
        Assert.Equal(PluginState.Ready, host.Status.State);
    }

    [Fact]
    public async Task Memory_OverTheBound_IsTheErrorOfTheCall()
    {
        // 64 MiB, as the runtime reads it.
        await using var host = await OddHost.StartAsync(more: "[plugin.mcp_stdio.env]\nDOTNET_GCHeapHardLimit = \"4000000\"");

        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => host.DoAsync("grow").WaitAsync(Limits.Patience, Token));

        Assert.True(fault is PluginCallException { RemoteType: "System.OutOfMemoryException" } or PluginUnavailableException, fault.ToString());
    }

    [Fact]
    public async Task Cancel_OfManyCallsAsTheyEnd_LeavesTheProcessAlive()
    {
        await using var host = await OddHost.StartAsync();
        var process = await host.DoAsync("process");

        for (var round = 0; round < 50; round++)
        {
            using var cancel = new CancellationTokenSource();
            var calls = Enumerable.Range(0, 20).Select(_ => host.Odd.DoAsync("process", "", cancel.Token)).ToList();
            await Task.WhenAny(calls);
            await cancel.CancelAsync();
            foreach (var call in calls)
            {
                try
                {
                    Assert.Equal(process, await call);
                }
                catch (OperationCanceledException)
                {
                    // As it was to be.
                }
            }
        }

        Assert.Equal(process, await host.DoAsync("process"));
    }

    [Fact]
    public async Task Cancel_OfACall_ReachesThePlugin()
    {
        await using var host = await OddHost.StartAsync();
        using var cancel = new CancellationTokenSource();
        var call = host.Odd.DoAsync("wait", "", cancel.Token);
        await Wait.UntilAsync(() => host.Odd.DoAsync("inside").GetAwaiter().GetResult() == "2");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Wait.UntilAsync(() => host.Odd.DoAsync("inside").GetAwaiter().GetResult() == "1");
    }
}
