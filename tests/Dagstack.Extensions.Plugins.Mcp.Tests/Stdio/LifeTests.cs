using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>How plugins in child processes start, die, come back and stop.</summary>
[Collection(nameof(Alone))]
public sealed class LifeTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("die:3", "its process has ended with exit code 3; it wrote last: the last words.")]
    [InlineData("kill", "its process was ended by SIGKILL.")]
    [InlineData("orphan", "its process has ended with exit code 4.")]
    public async Task Call_ChildDies_FailsAndTheNextOneIsServed(string what, string reason)
    {
        await using var host = await CalcHost.StartAsync(new() { Mcp = static options => options.Restart.FirstDelay = options.Restart.StableAfter = TimeSpan.Zero });
        var process = host.Calc.Facts().Process;
        var other = host.Calc.DoAsync("sleep:60", TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync(what, TestContext.Current.CancellationToken));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, (await Assert.ThrowsAsync<PluginUnavailableException>(() => other)).Message, StringComparison.Ordinal);
        await host.ReadyAsync();
        Assert.NotEqual(process, host.Calc.Facts().Process);
        Assert.False(Children.Runs(process));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_ChildClosesItsOutput_IsEndedAndStartedAnew()
    {
        await using var host = await CalcHost.StartAsync();
        var process = host.Calc.Facts().Process;

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync("close", TestContext.Current.CancellationToken));

        Assert.Contains("since it had closed its standard output", fault.Message, StringComparison.Ordinal);
        await host.ReadyAsync();
        Assert.False(Children.Runs(process));
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("fails", "The setup of plugin 'calc:py' failed: it has no paper")]
    [InlineData("dies", "its process has ended with exit code 5; it wrote last: the last words.")]
    [InlineData("hangs", "did not finish within 1 s")]
    public async Task Start_SetupThatFails_IsTheReason(string setup, string reason)
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:setup"] = setup },
            Manifest = setup == "hangs" ? "startup_timeout_sec = 1" : string.Empty,
            Mcp = static options => options.Restart.FirstDelay = TimeSpan.FromMinutes(1),
        });

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains(reason, host.Status.Reason, StringComparison.Ordinal);
        await Wait.UntilAsync(() => Children.With(host.Folder).Count == 0, "no process left");
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("""["no-such-program"]""", "", "no-such-program")]
    [InlineData("""["python3", "${NO_SUCH_VARIABLE_HERE}"]""", "", "'mcp_stdio.command[1]' has '${NO_SUCH_VARIABLE_HERE}', and the variable NO_SUCH_VARIABLE_HERE is not set.")]
    [InlineData("""["python3", "${API_TOKEN}"]""", "", "which is a secret by its name")]
    [InlineData("""["python3", "server.py"]""", """env = { TOOLS = "calc.py.ad calc.py.do dagstack.setup" }""", "lacks tools that the contract of the kind 'calc' needs: 'calc.py.add' (near to it is 'calc.py.ad'), 'calc.py.facts'")]
    [InlineData("""["python3", "-c", "print('no protocol')"]""", "", "its process has ended with exit code 0")]
    [InlineData("""["sleep", "300"]""", "startup_timeout_sec = 1", "The server did not shake hands in time, which is 1 s")]
    public async Task Start_ServerThatCannotBeUsed_SaysWhy(string command, string stdio, string reason)
    {
        await using var host = await CalcHost.StartAsync(new() { Command = command, Stdio = stdio });

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains(reason, host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Start_ResourceOfTheHostsProcess_IsRefused()
    {
        await using var host = await CalcHost.StartAsync(new() { Manifest = """resources = { required = ["http_client"] }""" });

        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (host.Status.State, host.Status.Code));
        Assert.Contains("'http_client'", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Stop_TearsDownAndEndsTheProcess()
    {
        var host = new CalcHost(new() { Stdio = """env = { TEARDOWN_FILE = "torn.txt" }""" });
        await using var _ = host;
        await host.StartAsync();
        var process = host.Calc.Facts().Process;

        await host.StopAsync();

        Assert.Equal("torn down\n", await File.ReadAllTextAsync(Path.Combine(host.Folder, "torn.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(PluginState.Stopped, host.Status.State);
        Assert.False(Children.IsThere(process));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Stop_TeardownSaysThatItKeepsSomething_IsMarked()
    {
        await using var host = await CalcHost.StartAsync(new() { Configuration = new() { ["calc:py:teardown"] = "keeps" } });

        await host.StopAsync();

        Assert.True(host.Status.RequiresRestart);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Stop_StubbornServerWhoseTeardownHangs_IsKilledAndStopped()
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:teardown"] = "hangs" },
            Manifest = "teardown_timeout_sec = 1",
            Stdio = """env = { STUBBORN = "1" }""",
        });
        var process = host.Calc.Facts().Process;
        var watch = Stopwatch.StartNew();

        var errors = await Assert.ThrowsAsync<TeardownErrorsException>(host.StopAsync);

        Assert.Contains("It was killed.", errors.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Stopped, host.Status.State);
        Assert.False(Children.IsThere(process));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 10);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Health_ThreeSilentAnswers_KillAndRestart()
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Options = static options =>
            {
                options.HealthInterval = TimeSpan.FromMilliseconds(50);
                options.HealthTimeout = TimeSpan.FromMilliseconds(100);
                options.HealthFailures = 10;
            },
        });
        var process = host.Calc.Facts().Process;

        await host.Calc.DoAsync("health:silent", TestContext.Current.CancellationToken);

        await Wait.UntilAsync(() => !Children.Runs(process), "killed");
        await host.ReadyAsync();
        await host.Logs.WaitForAsync("It did not answer three health checks in a row");
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Health_Degraded_IsTheStateAndItsReason()
    {
        await using var host = await CalcHost.StartAsync(new() { Options = static options => options.HealthInterval = TimeSpan.FromMilliseconds(50) });

        await host.Calc.DoAsync("health:degraded,low on paper", TestContext.Current.CancellationToken);

        await Wait.UntilAsync(() => host.Status is { State: PluginState.Degraded, Reason: "low on paper" }, "degraded");
        await host.Calc.DoAsync("health:healthy", TestContext.Current.CancellationToken);
        await host.ReadyAsync();
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Checkpoint_SavedByAChildThatDies_IsHandedOverToTheNext()
    {
        await using var host = await CalcHost.StartAsync();
        Assert.Contains("\"setup\": {}", host.Calc.Facts().Meta, StringComparison.Ordinal);
        for (var page = 1; page <= 20; page++)
        {
            await host.Calc.DoAsync(string.Create(CultureInfo.InvariantCulture, $"save:{page}"), TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync("kill", TestContext.Current.CancellationToken));
        await host.ReadyAsync();

        Assert.Contains("""\"dev.dagstack/checkpoint\": {\"at\": {\"value\": {\"page\": 20}""".Replace("\\", "", StringComparison.Ordinal), host.Calc.Facts().Meta, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Log_LinesAndMessagesOfTheServer_AreThePluginsOwn()
    {
        await using var host = await CalcHost.StartAsync();

        await host.Calc.DoAsync("log:it rains", TestContext.Current.CancellationToken);

        await host.Logs.WaitForAsync("Warning plugin.calc.py: own: it rains");
        await host.Logs.WaitForAsync("Information plugin.calc.py: it rains");
        await host.Calc.DoAsync("progress:page one", TestContext.Current.CancellationToken);
        await host.Logs.WaitForAsync("page one");
    }
}
