using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>Servers that say that their tools are others: the functions of the host follow, in both eras.</summary>
public sealed class ListChangedTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("initialize")]
    [InlineData("discovery")]
    public async Task ListChanged_ToolThatComesAndGoes_IsAFunctionMeanwhile(string era)
    {
        await using var host = await ForeignHost.StartPythonAsync(era);
        Assert.DoesNotContain("grown", await host.NamesAsync());
        await Assert.ThrowsAsync<ToolNotFoundException>(() => host.SayAsync("grown", "a"));

        await host.CallAsync("grow");
        await host.UntilAsync(static functions => functions.Any(static function => function.Name == "grown"));
        Assert.Equal("""{"function": "grown", "args": {"text": "a"}}""", (await host.SayAsync("grown", "a")).GetRawText());

        await host.CallAsync("shrink");
        await host.UntilAsync(static functions => functions.All(static function => function.Name != "grown"));
        await Assert.ThrowsAsync<ToolNotFoundException>(() => host.SayAsync("py.grown", "a"));
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("initialize", "foreign")]
    [InlineData("discovery", "native")]
    [InlineData("discovery", "meta")]
    public async Task ListChanged_ToolOfAnotherSchema_IsCheckedByThatOne(string era, string style)
    {
        await using var host = await ForeignHost.StartPythonAsync(era, style);
        await host.SayAsync("say", "a");

        await host.SayAsync("retype", "number");
        await host.UntilAsync(static functions => functions.Single(static function => function.Name == "say").Parameters.GetRawText().Contains("number", StringComparison.Ordinal));

        await Assert.ThrowsAsync<ToolArgumentsException>(() => host.SayAsync("say", "a"));
        await host.CallAsync("say", """{"number": 7}""");
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("initialize")]
    [InlineData("discovery")]
    public async Task ListChanged_Never_ServerIsAskedOnce(string era)
    {
        await using var host = await ForeignHost.StartPythonAsync(era);
        for (var i = 0; i < 20; i++)
        {
            await host.SayAsync("say", "a");
            await host.FunctionsAsync();
        }

        // A server of the second era is also asked for a sign of life so.
        Assert.InRange((await host.CallAsync("listed")).GetProperty("times").GetInt32(), 1, era == "initialize" ? 1 : 3);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task ListChanged_ToolThatIsDenied_StaysOut()
    {
        await using var host = await ForeignHost.StartPythonAsync(more: "tools_deny = [\"grown\"]");
        var asked = (await host.CallAsync("listed")).GetProperty("times").GetInt32();

        await host.CallAsync("grow");
        await host.SayAsync("retype", "number");
        await host.UntilAsync(static functions => functions.Single(static function => function.Name == "say").Parameters.GetRawText().Contains("number", StringComparison.Ordinal));

        Assert.DoesNotContain("grown", await host.NamesAsync());
        Assert.InRange((await host.CallAsync("listed")).GetProperty("times").GetInt32(), asked + 1, asked + 4);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("initialize")]
    [InlineData("discovery")]
    public async Task ListChanged_SaidOfEachListing_ServerIsAskedMoreAndMoreSeldom(string era)
    {
        await using var host = await ForeignHost.StartPythonAsync(era, noisy: true);
        var asked = (await host.CallAsync("listed")).GetProperty("times").GetInt32();

        for (var i = 0; i < 100; i++)
        {
            await host.SayAsync("say", "a");
        }

        // Five for each time that it is asked, since a list that changes while it is read is read again.
        Assert.InRange((await host.CallAsync("listed")).GetProperty("times").GetInt32(), asked, asked + 60);
    }
}
