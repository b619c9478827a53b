using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>What becomes of plugins in children when their host is stopped by a signal.</summary>
[Collection(nameof(Alone))]
public sealed class StoppedHostTests
{
    private const int Interrupt = 2;

    private const string Needs = "Needs /proc and /usr/bin/python3.";

    /// <summary>The signals, and whether they go to the whole group of the host, as Ctrl+C in a terminal does.</summary>
    public static TheoryData<int, bool> Signals => new() { { Interrupt, false }, { Interrupt, true }, { Posix.Terminate, false }, { Posix.Terminate, true } };

    [Theory(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = Needs)]
    [MemberData(nameof(Signals))]
    public async Task Signal_CallInFlight_IsAnsweredAndServersEndByTheEndOfTheirInput(int signal, bool group)
    {
        await using var host = await WorkHost.StartAsync(["busy", "family GRANDCHILD", "idle"]);
        await host.CallAsync("busy", $"wait:{host.Gate}");

        host.Signal(signal, group);
        await host.LineAsync("stopping");
        await host.LineAsync("draining work:busy");
        host.Open();

        Assert.Equal($"wait:{host.Gate}", await host.LineAsync("answer"));
        await host.LineAsync("ended");
        Assert.Equal("exit code 0", TextOf(await host.EndAsync()));
        Assert.Empty(host.Alive());
        Assert.Equal(["inside", "answered", "torn down", "input ended", "ended"], host.EventsOf("busy"));
        Assert.All(["family", "idle"], name => Assert.Equal(["torn down", "input ended", "ended"], host.EventsOf(name)));
    }

    [Theory(SkipUnless = nameof(WorkHost.CanRun), SkipType = typeof(WorkHost), Skip = Needs)]
    [MemberData(nameof(Signals))]
    public async Task Signal_ServersThatIgnoreEverything_HostEndsInItsTimeAndAllAreGone(int signal, bool group)
    {
        const int seconds = 6;
        await using var host = await WorkHost.StartAsync(["busy STUBBORN", "clan STUBBORN GRANDCHILD", "idle STUBBORN"], [$"--shutdownTimeoutSeconds={seconds}"]);
        await host.CallAsync("busy", "never");
        var start = Stopwatch.GetTimestamp();

        host.Signal(signal, group);

        Assert.StartsWith("TaskCanceledException", await host.LineAsync("fault"), StringComparison.Ordinal);
        var end = await host.EndAsync();
        var milliseconds = Children.Milliseconds(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"It ended after {milliseconds:0} ms: {end.Text}");
        Assert.Empty(host.Alive());
        // The rest is for a machine that is busy; the steps of the servers' ends alone would be more.
        Assert.InRange(milliseconds, seconds * 1_000 - 500, seconds * 1_000 + 3_000);
        Assert.Equal("SIGABRT", TextOf(end));
        Assert.All(["busy", "clan", "idle"], name => Assert.Contains(host.Log, line => line.Contains($"Plugin work:{name} failed to tear down", StringComparison.Ordinal) && line.Contains("It was killed.", StringComparison.Ordinal)));
    }

    private static string TextOf(ChildEnd end) => end.Signal ?? $"exit code {end.ExitCode}";
}
