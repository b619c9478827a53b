namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Servers that say half of a pair of characters, as one does that cuts a text within an emoji.</summary>
public sealed class HalfPairTests
{
    private const string NeedsPython = "Needs python3.";
    private const string Half = "\"cut \\ud83d\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("tool")]
    [InlineData("typed")]
    [InlineData("rpc")]
    public async Task Error_WithHalfOfAPair_IsTheErrorOfThePlugin(string way)
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings("of-no-use", "half"));

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync($"{way}:{Half}", Token));

        Assert.Contains("cut \uFFFD", fault.Message, StringComparison.Ordinal);
        Assert.Equal("done", await host.Calc.DoAsync("ok", Token));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Result_WithHalfOfAPair_IsNoneAndSaysSo()
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings("of-no-use", "half"));

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.Calc.DoAsync($"text:{Half}", Token));

        Assert.Contains("half of a pair of characters", fault.Message, StringComparison.Ordinal);
        Assert.Equal("done", await host.Calc.DoAsync("ok", Token));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Start_WithHalvesInToolsAndHealth_Serves()
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings("of-no-use", "half"));

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("log", "cut \uFFFD")]
    [InlineData("unread", "cannot be read: cut \uFFFD")]
    public async Task Log_WithHalfOfAPair_IsWritten(string way, string logged)
    {
        await using var host = await CalcHost.StartAsync(TellerHost.Settings("of-no-use", "half"));

        await host.Calc.DoAsync($"{way}:{Half}", Token);

        await host.Logs.WaitForAsync(logged);
    }
}
