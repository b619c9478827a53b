namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>What becomes of a plugin whose server greets or lists nonsense: unavailable with the reason, or used as far as it can be.</summary>
public sealed class NonsenseStartTests
{
    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [InlineData("deaf", "did not shake hands in time, which is 2 s")]
    [InlineData("garbage", "did not shake hands in time, which is 2 s")]
    [InlineData("nobody", "the only request that waited")]
    [InlineData("greet:\"result\":5", "protocol")]
    [InlineData("greet:\"result\":{}", "protocol")]
    [InlineData("greet:\"result\":null", "protocol")]
    [InlineData("greet:\"result\":{\"protocolVersion\":5,\"capabilities\":[],\"serverInfo\":\"x\"}", "protocol")]
    [InlineData("greet:\"result\":{\"protocolVersion\":\"1999-01-01\",\"capabilities\":{},\"serverInfo\":{\"name\":\"a\",\"version\":\"1\"}}", "1999-01-01")]
    [InlineData("greet:\"error\":{\"code\":-32000,\"message\":\"no seats\"}", "no seats")]
    [InlineData("greet:\"error\":5", "no object")]
    [InlineData("list:\"result\":5", "an object with 'tools'")]
    [InlineData("list:\"result\":{\"tools\":5}", "an object with 'tools'")]
    [InlineData("list:\"result\":{\"tools\":[5,{},{\"name\":7}]}", "lacks tools that the contract of the kind 'calc' needs")]
    [InlineData("list:\"error\":{\"code\":-32603,\"message\":\"no list\"}", "no list")]
    [InlineData("list:\"id\":7,\"result\":{}", "two ids")]
    [InlineData("many", "lists 20,000 tools and more, and may list 10,000")]
    [InlineData("round", "the cursor 'again' again")]
    [InlineData("endless", "more than 1,000 pages")]
    [InlineData("large", "may have 67,108,864")]
    [InlineData("list:\"result\":{\"tools\":[{\"name\":\"dagstack.setup\"}]}", "")]
    public async Task Start_ServerThatGreetsOrListsNonsense_IsUnavailableWithTheReason(string mode, string reason)
    {
        await using var host = await NonsenseHost.StartAsync(mode, stdio: mode is "deaf" or "garbage" ? "startup_timeout_sec = 2" : "");

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains(reason, host.Status.Reason, StringComparison.Ordinal);
        Assert.InRange(host.Status.Reason!.Length, 1, 1_000);
        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.AddAsync(2, 3, TestContext.Current.CancellationToken));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains("calc:py", fault.Message, StringComparison.Ordinal);
        await NonsenseHost.EndAsync(host, host.Status.State);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [InlineData("changing")]
    [InlineData("names")]
    [InlineData("discover:\"result\":5")]
    [InlineData("discover:\"result\":{}")]
    [InlineData("discover:\"error\":\"no\"")]
    [InlineData("discover:\"result\":{\"resultType\":\"complete\",\"supportedVersions\":[\"2099-01-01\"],\"capabilities\":{}}")]
    public async Task Start_ServerWithSomeNonsense_Serves(string mode)
    {
        await using var host = await NonsenseHost.StartAsync(mode);

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal(5, await host.Calc.AddAsync(2, 3, TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        await NonsenseHost.EndAsync(host);
    }
}
