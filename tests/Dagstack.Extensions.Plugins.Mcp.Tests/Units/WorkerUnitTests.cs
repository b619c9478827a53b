using Dagstack.Extensions.Plugins.Mcp.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>Units of work in a class in .NET, in a process or several of its own.</summary>
public sealed class WorkerUnitTests
{
    private const string Declared = """

        [plugin.unit_of_work]
        declared = true
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_OfTheWorker_IsADeathAndAnotherOneGoesOnFromTheCheckpoint(bool isCpuBound)
    {
        await using var host = await StartAsync("UnitOdd", isCpuBound);
        var unit = new TestUnit("u3");

        var interrupted = await Assert.ThrowsAsync<UnitInterruptedException>(() => unit.RunAsync(host.Services, "odd:odd", """{"what":"4","text":"2 die"}"""));

        Assert.True(interrupted.Died);
        Assert.Equal(2, BitConverter.ToInt32((await unit.Checkpoint.LoadAsync("step", TestContext.Current.CancellationToken))!));
        await ReadyAsync(host);
        Assert.Equal("from 2, unit u3", (await unit.RunAsync(host.Services, "odd:odd", """{"what":"4","text":"2 die"}""")).GetString());
        Assert.Equal(["step 1", "step 2", "step 3", "step 4"], unit.Said);
    }

    [Fact]
    public async Task Run_SideBySideAndOutside_HaveTheirOwnSinks()
    {
        await using var host = await StartAsync("UnitOdd");
        var units = Enumerable.Range(1, 8).Select(static number => (Steps: number, Unit: new TestUnit("u" + number))).ToList();

        await Task.WhenAll(units.Select(one => one.Unit.RunAsync(host.Services, "odd:odd", $$"""{"what":"{{one.Steps}}"}""")));

        Assert.All(units, static one => Assert.Equal(one.Steps, one.Unit.Said.Count));
        Assert.Equal("from 0, unit ", await host.DoAsync("3"));
        Assert.Equal("from 3, unit ", await host.DoAsync("3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_PluginWithAUnitOfWork_IsRunByThatInItsProcess(bool isCpuBound)
    {
        await using var host = await StartAsync("OwnUnits", isCpuBound);
        var unit = new TestUnit("u5", attempt: 3, partition: "p");

        Assert.Equal("""{"args":{"a":[1]},"unit":"u5","attempt":3,"partition":"p","before":null}""", (await unit.RunAsync(host.Services, "odd:odd", """{"a":[1]}""")).GetRawText());
        Assert.Equal("""{"args":{},"unit":"u5","attempt":3,"partition":"p","before":"x"}""", (await unit.RunAsync(host.Services, "odd:odd", "{}")).GetRawText());
        Assert.Equal("null", (await unit.RunAsync(host.Services, "odd:odd", """{"nothing":true}""")).GetRawText());
        Assert.Equal("x", await unit.SavedAsync("last"));
        Assert.Equal(["half", "half", "half"], unit.Said);
        var fault = await Assert.ThrowsAsync<PluginCallException>(() => unit.RunAsync(host.Services, "odd:odd", """{"fail":"the file is broken"}"""));
        Assert.Equal("System.IO.InvalidDataException", fault.RemoteType);
        Assert.Equal("plain", await host.DoAsync("plain"));
    }

    [Fact]
    public async Task Teardown_WhileAUnitIsInside_InterruptsIt()
    {
        await using var host = await StartAsync("UnitOdd");
        var unit = new TestUnit();

        var run = unit.RunAsync(host.Services, "odd:odd", """{"what":"4","text":"2 hold"}""");
        await Wait.UntilAsync(() => unit.Said.Count == 2, "two steps");
        await host.Services.GetRequiredService<IPluginRegistry>().TeardownPluginAsync(new("odd", "odd"), TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

        Assert.False((await Assert.ThrowsAsync<UnitInterruptedException>(() => run)).Died);
    }

    private static Task ReadyAsync(OddHost host) => Wait.UntilAsync(() => host.Services.GetRequiredService<IPluginUnits>().IsReady(new("odd", "odd")), "ready");

    private static Task<OddHost> StartAsync(string className, bool isCpuBound = false) => OddHost.StartAsync(className, Declared, isCpuBound: isCpuBound);
}
