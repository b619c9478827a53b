using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>What callers see of a child that answers with nonsense: each its error, the next call is served, and the end is orderly.</summary>
public sealed class NonsenseHostTests
{
    private const string NotKept = "does not keep to the protocol";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Type, string> Faults => new()
    {
        { "half", typeof(PluginCallException), "not UTF-8" },
        { "huge", typeof(PluginSerializationException), "may have 67,108,864" },
        { "deep", typeof(PluginCallException), NotKept },
        { "null", typeof(PluginCallException), "the only request that waited" },
        { "absent", typeof(PluginCallException), "the only request that waited" },
        { "answer:5", typeof(PluginCallException), "is an object" },
        { "answer:null", typeof(PluginCallException), NotKept },
        { "answer:[1]", typeof(PluginCallException), "is an object" },
        { "answer:{", typeof(PluginCallException), NotKept },
        { "answer:nothing", typeof(PluginCallException), NotKept },
        { "answer:{},\"error\":{\"code\":1,\"message\":\"m\"}", typeof(PluginCallException), NotKept },
        { "answer:{}", typeof(PluginCallException), "neither structuredContent nor one text block" },
        { "answer:{\"content\":\"text\"}", typeof(PluginCallException), "neither structuredContent nor one text block" },
        { "answer:{\"structuredContent\":{\"result\":5}}", typeof(PluginSerializationException), "of the kind 'calc'" },
        { "answer:{\"structuredContent\":{\"result\":\"\\ud800\"}}", typeof(PluginSerializationException), "of the kind 'calc'" },
        { "answer:{\"content\":[{\"type\":\"text\",\"text\":\"\\ud800\"}]}", typeof(PluginSerializationException), "of the kind 'calc'" },
        { "answer:{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"\\ud800\"}]}", typeof(PluginCallException), "\uFFFD" },
        { "answer:{\"isError\":true,\"content\":[],\"_meta\":{\"dev.dagstack/error\":{\"message\":\"\\ud800\",\"type\":\"\\ud800\",\"code\":\"\\ud800\"}}}", typeof(PluginCallException), "\uFFFD" },
        { "answer:{\"isError\":true,\"content\":5,\"_meta\":{\"dev.dagstack/error\":5}}", typeof(PluginCallException), "it says only that it failed" },
        { "answer:{\"resultType\":\"input_required\"}", typeof(RuntimeNotSupportedException), "asks for input" },
        { "answer:{\"resultType\":\"later\"}", typeof(RuntimeNotSupportedException), "'later'" },
        { "error:5", typeof(PluginCallException), "no object" },
        { "error:{}", typeof(PluginCallException), "{}" },
        { "error:{\"code\":\"x\",\"message\":{}}", typeof(PluginCallException), "{\"code\":\"x\"" },
        { "error:{\"code\":1e99,\"message\":\"\\ud800\"}", typeof(PluginCallException), "\uFFFD" },
        { "error:{\"code\":1e99}", typeof(PluginCallException), "1e99" },
    };

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [MemberData(nameof(Faults))]
    public async Task Call_AnsweredWithNonsense_HasItsErrorAndTheNextOneIsServed(string what, Type type, string expected)
    {
        await using var host = await NonsenseHost.StartAsync();

        var fault = await Assert.ThrowsAsync(type, () => host.Calc.DoAsync(what, Token).WaitAsync(Limits.Patience, Token));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1, 1_000);
        Assert.True(fault is not PluginCallException call || call.Plugin == host.Status.Id);
        await AssertServesAsync(host);
        await NonsenseHost.EndAsync(host);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [InlineData("stray", "loading")]
    [InlineData("before", "loading {\"a\":1} ")]
    [InlineData("pieces", "")]
    [InlineData("twice", "UnknownAnswer")]
    [InlineData("unasked", "UnknownAnswer")]
    [InlineData("asks", "sampling/createMessage")]
    [InlineData("tells", "a checkpoint is an object")]
    [InlineData("log", "yyyy")]
    public async Task Call_AnsweredAmongNonsense_HasItsAnswer(string what, string told)
    {
        await using var host = await NonsenseHost.StartAsync();

        Assert.Equal(what == "pieces" ? "ü" : "fine", await host.Calc.DoAsync(what, Token).WaitAsync(Limits.Patience, Token));

        await AssertServesAsync(host);
        await host.Logs.WaitForAsync(told);
        Assert.InRange(host.Logs.Lines.Count(static line => line.StartsWith("Warning", StringComparison.Ordinal)), 0, 110);
        Assert.All(host.Logs.Lines, static line => Assert.InRange(line.Length, 0, 40_000));
        await NonsenseHost.EndAsync(host);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [InlineData("never")]
    [InlineData("unended")]
    [InlineData("another")]
    [InlineData("number")]
    public async Task Call_NeverAnswered_TimesOutAndTheNextOneIsServed(string what)
    {
        await using var host = await NonsenseHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginTimeoutException>(() =>
            PluginCalls.With(host.Calc, new() { Timeout = TimeSpan.FromMilliseconds(300) }).DoAsync(what, Token).WaitAsync(Limits.Patience, Token));

        Assert.Contains("calc:py", fault.Message, StringComparison.Ordinal);
        await AssertServesAsync(host);
        await NonsenseHost.EndAsync(host);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    [InlineData("data", "no", "-32000")]
    [InlineData("meta", "no", "C")]
    public async Task Call_FailsWithMuchData_SaysThatItIsLeftOut(string what, string message, string code)
    {
        await using var host = await NonsenseHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync(what, Token).WaitAsync(Limits.Patience, Token));

        Assert.Equal((code, null), (fault.RemoteCode, fault.RemoteData));
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains("65,536", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.ToString().Length, 1, 20_000);
        await AssertServesAsync(host);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NonsenseHost.NeedsPython)]
    public async Task Call_FailsWithSomeData_HasIt()
    {
        await using var host = await NonsenseHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("error:{\"code\":7,\"message\":\"no\",\"data\":{\"at\":[1]}}", Token));

        Assert.Equal(("no", "7"), (fault.Message, fault.RemoteCode));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("{\"at\":[1]}"), JsonNode.Parse(fault.RemoteData!.Value.GetRawText())));
    }

    private static async Task AssertServesAsync(CalcHost host)
    {
        Assert.Equal(5, await host.Calc.AddAsync(2, 3, Token).WaitAsync(Limits.Patience, Token));
        Assert.Equal("fine", await host.Calc.DoAsync("", Token).WaitAsync(Limits.Patience, Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }
}
