using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Children that were set up, and whose start failed all the same: they end within their time.</summary>
[Collection(nameof(Alone))]
public sealed class FailedStartTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("teardown", "hangs")]
    [InlineData("save", "7")]
    public async Task Start_UnhealthyAndDoesNotEnd_IsKilledWithinTheTimeOfItsTeardown(string key, string value)
    {
        var watch = Stopwatch.StartNew();
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:health"] = "unhealthy", [$"calc:py:{key}"] = value },
            Manifest = "teardown_timeout_sec = 1",
            Options = static options => options.UseCheckpoints(new StuckBlobs()).AllowReload(),
        });

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains("it has been set up, and is not healthy", host.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("has not been undone", host.Status.Reason, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 25);
        await Wait.UntilAsync(() => Children.With(host.Folder).Count == 0, "no process left");
        await host.Logs.WaitForAsync("It was killed.");
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Start_UnhealthyThatEnds_IsTornDown()
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:health"] = "unhealthy" },
            Stdio = """env = { TEARDOWN_FILE = "torn.txt" }""",
        });

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Equal("torn down\n", await File.ReadAllTextAsync(Path.Combine(host.Folder, "torn.txt"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("It was killed.", StringComparison.Ordinal));
    }
}
