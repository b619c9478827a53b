using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>What an operator finds after stopping a host: the log, the states of the plugins and the exit code that docs/operations.md has.</summary>
public sealed class StoppingHostTests
{
    [Theory]
    [InlineData("setup-waits", "setup of slow")]
    [InlineData("setup-blocks", "blocking")]
    public async Task Sigterm_DuringSetup_TheStartIsCancelledAndWhatHadStartedTornDown(string scenario, string mark)
    {
        using var host = Start(scenario);
        await host.WaitForAsync(mark);
        await host.SignalAsync("TERM");
        await AssertEndAsync(host, "setup");
        Assert.Equal("teardown of base", host.Marks.Last());
    }

    [Fact]
    public async Task Sigterm_DuringSetupAndTheProgramCatches_IsNoFailure()
    {
        using var host = Start("setup-waits", "caught");
        await host.WaitForAsync("setup of slow");
        await host.SignalAsync("TERM");
        Assert.Equal("exit code 0", (await host.EndAsync())[^1]);
        Assert.Equal(["setup of slow", "teardown of base"], host.Marks);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WithRequestsAndABackgroundService_EveryCallIsServedAndPluginsAreTornDownAfterwards(string signal)
    {
        const int requests = 4;
        using var host = Start("busy");
        using var client = new HttpClient { BaseAddress = new(await host.WaitForAsync("serving")), Timeout = Limits.Patience };
        var answers = Enumerable.Range(0, requests).Select(_ => client.GetStringAsync("/busy", TestContext.Current.CancellationToken)).ToList();
        for (var i = 0; i < requests; i++)
        {
            await host.WaitForAsync("in a request");
        }

        await host.SignalAsync(signal);
        Assert.All(await Task.WhenAll(answers), static answer => Assert.Equal("100 served", answer));
        await AssertEndAsync(host, "busy");
        Assert.Equal([.. Enumerable.Repeat("in a request", requests), .. Enumerable.Repeat("request served", requests), "worker stopped", "teardown of top", "teardown of base"], host.Marks);
    }

    [Theory]
    [InlineData("overrun", "overrun", "teardown of top, teardown of slow, teardown of rude, teardown of base")]
    [InlineData("expired", "expired", "the host's time is over, teardown of top, teardown of slow")]
    [InlineData("expired-concurrently", "expired", "the host's time is over, teardown of top, teardown of slow")]
    public async Task Sigterm_PluginsThatDoNotEndInTime_AreLeakedAndTheOthersTornDown(string scenario, string block, string marks)
    {
        using var host = Start(scenario);
        await host.WaitForAsync("serving");
        await host.SignalAsync("TERM");
        await AssertEndAsync(host, block);
        Assert.Equal(marks, string.Join(", ", host.Marks));
    }

    [Fact]
    public async Task Sigterm_CallThatNeverEnds_NothingIsTornDownUnderIt()
    {
        using var host = Start("stuck");
        using var client = new HttpClient { BaseAddress = new(await host.WaitForAsync("serving")), Timeout = Limits.Patience };
        var answer = client.GetStringAsync("/stuck", TestContext.Current.CancellationToken);
        await host.WaitForAsync("blocking");
        await host.SignalAsync("TERM");
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        await AssertEndAsync(host, "stuck");
        Assert.Equal(["blocking", "teardown of base"], host.Marks);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_OnceMoreDuringTeardown_ChangesNothing(string first)
    {
        using var host = Start("twice");
        await host.WaitForAsync("serving");
        await host.SignalAsync(first);
        await host.WaitForAsync("waiting");
        await host.SignalAsync("TERM");
        Assert.Equal(["info: Dagstack.Extensions.Plugins[1] 1 ready, 0 unavailable in … ms", "greeter:top (stopped)", "exit code 0"], await host.EndAsync());
    }

    [Fact]
    public async Task Start_RequiredPluginFails_EndsWithItsReason()
    {
        using var host = Start("required");
        await AssertEndAsync(host, "required");
        Assert.Equal(["setup of top", "teardown of base"], host.Marks);
    }

    private static StoppingHostProcess Start(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send.");
        return StoppingHostProcess.Start(arguments);
    }

    private static async Task AssertEndAsync(StoppingHostProcess host, string block) =>
        Assert.Equal(Guide.Block("operations.md", "StoppingHost " + block).Select(StoppingHostProcess.WithoutTime), await host.EndAsync());
}
