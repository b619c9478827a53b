using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>Units of work in a program in Python.</summary>
public sealed class PythonUnitTests
{
    private const string NeedsPython = "python3 is not installed: it runs the plugin of this test.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Run_Call_HasItsUnitAndSavesAndReportsForIt()
    {
        await using var host = await JobHost.StartAsync();
        var unit = new TestUnit("u7", attempt: 2, partition: "p");

        var output = await host.RunAsync(unit, """{"steps":3}""");

        Assert.Equal("""{"unit_id": "u7", "attempt": 2, "partition_key": "p"}""", output.GetProperty("told").GetRawText());
        Assert.Equal(("u7", 0), (output.GetProperty("unit").GetString(), output.GetProperty("from").GetInt32()));
        Assert.Equal("3", await unit.SavedAsync("step"));
        Assert.Equal(["step 1", "step 2", "step 3"], unit.Said);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Kill_OfTheProgram_IsADeathAndTheNextRunGoesOnFromTheCheckpoint()
    {
        await using var host = await JobHost.StartAsync();
        var unit = new TestUnit();

        var interrupted = await Assert.ThrowsAsync<UnitInterruptedException>(() => host.RunAsync(unit, """{"steps":5,"after":2,"then":"die"}"""));

        Assert.True(interrupted.Died);
        Assert.Equal("2", await unit.SavedAsync("step"));
        await host.ReadyAsync();
        var output = await host.RunAsync(unit, """{"steps":5,"after":2,"then":"die"}""");
        Assert.Equal(2, output.GetProperty("from").GetInt32());
        Assert.Equal("5", await unit.SavedAsync("step"));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Run_TwoSideBySideInOneChild_DoNotMix()
    {
        await using var host = await JobHost.StartAsync();
        var (a, b) = (new TestUnit("a"), new TestUnit("b"));

        var outputs = await Task.WhenAll(host.RunAsync(a, """{"steps":4,"after":1,"then":"meet","with":"b"}"""), host.RunAsync(b, """{"steps":7,"after":1,"then":"meet","with":"a"}"""));

        Assert.Equal(["a", "b"], outputs.Select(static output => output.GetProperty("unit").GetString()));
        Assert.Equal(("4", "7"), (await a.SavedAsync("step"), await b.SavedAsync("step")));
        Assert.Equal((4, 7), (a.Said.Count, b.Said.Count));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Cancel_OfAUnit_ReachesTheProgram()
    {
        await using var host = await JobHost.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var unit = new TestUnit("u9");

        var run = host.RunAsync(unit, """{"steps":5,"after":2,"then":"hold"}""", cancellation.Token);
        await Wait.UntilAsync(() => unit.Said.Count == 2, "two steps");
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        await host.Logs.WaitForAsync("cancelled u9");
        Assert.Equal("2", await unit.SavedAsync("step"));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Reload_WhileAUnitIsInside_InterruptsItAndItGoesOn()
    {
        await using var host = await JobHost.StartAsync();
        var unit = new TestUnit();

        var run = host.RunAsync(unit, """{"steps":5,"after":2,"then":"hold"}""");
        await Wait.UntilAsync(() => unit.Said.Count == 2, "two steps");
        var reload = await host.Services.GetRequiredService<IPluginRegistry>().ReloadAsync("job:py", Token).WaitAsync(Limits.Patience, Token);

        Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome);
        Assert.False((await Assert.ThrowsAsync<UnitInterruptedException>(() => run)).Died);
        Assert.Equal(2, (await host.RunAsync(unit, """{"steps":5,"after":2,"then":"hold"}""")).GetProperty("from").GetInt32());
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Checkpoint_OfAnotherUnit_IsRefusedWithALine()
    {
        await using var host = await JobHost.StartAsync();
        var unit = new TestUnit();

        await host.RunAsync(unit, """{"steps":1,"as_unit":"strange"}""");

        await host.Logs.WaitForAsync("the unit of work 'strange', which the plugin does not run now");
        Assert.Null(await unit.SavedAsync("step"));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_OutsideOfAUnit_HasNoUnitEvenInAnotherPluginsUnit()
    {
        await using var host = await JobHost.StartAsync();
        using var scope = CallMetadata.Begin(CallMetadata.UnitId, "of-another");

        Assert.Contains("\"unit\": null", await host.Job.RunAsync(1, cancellationToken: Token), StringComparison.Ordinal);
    }
}
