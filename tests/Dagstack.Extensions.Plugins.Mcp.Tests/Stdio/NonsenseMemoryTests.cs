namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>What a child writes without an end takes no memory without an end.</summary>
[Collection(nameof(Alone))]
public sealed class NonsenseMemoryTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(SkipUnless = nameof(NonsenseHost.HasMemory), SkipType = typeof(NonsenseHost), Skip = "Needs /proc and python3.")]
    [InlineData("huge")]
    [InlineData("endless")]
    public async Task Answer_OverTheLimit_TakesAFewTimesTheLimitAtMost(string what)
    {
        await using var host = await NonsenseHost.StartAsync(isLogged: false);
        Assert.Equal("fine", await host.Calc.DoAsync("", Token));
        var peak = new PeakMemory();

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<PluginSerializationException>(() => host.Calc.DoAsync(what, Token).WaitAsync(Limits.Patience, Token));
        }

        // What is read up to the limit, in an array of twice that, and the smaller ones from which it was copied; 800 MiB came of the endless ones.
        Assert.InRange(peak.Grown, 0, 512L * MiB);
        Assert.Equal("fine", await host.Calc.DoAsync("", Token));
        await NonsenseHost.EndAsync(host);
    }

    [Theory(SkipUnless = nameof(NonsenseHost.HasMemory), SkipType = typeof(NonsenseHost), Skip = "Needs /proc and python3.")]
    [InlineData("stderr")]
    [InlineData("lines")]
    [InlineData("stdout")]
    public async Task Output_WithoutEnd_TakesLittleMemoryAndHoldsNothingUp(string what)
    {
        await using var host = await NonsenseHost.StartAsync(isLogged: false);
        Assert.Equal("fine", await host.Calc.DoAsync("", Token));
        var peak = new PeakMemory();

        Assert.Equal("fine", await host.Calc.DoAsync(what, Token).WaitAsync(Limits.Patience, Token));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("fine", await host.Calc.DoAsync("", Token).WaitAsync(Limits.Patience, Token));
        }

        Assert.InRange(peak.Grown, 0, 100L * MiB);
        Assert.Equal(PluginState.Ready, host.Status.State);
        await NonsenseHost.EndAsync(host);
    }
}
