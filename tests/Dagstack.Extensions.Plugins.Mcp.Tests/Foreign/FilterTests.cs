using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>Which tools of a server are functions: <c>tools_allow</c> and <c>tools_deny</c>, however the server names what it has.</summary>
public sealed class FilterTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("foreign")]
    [InlineData("native")]
    [InlineData("meta")]
    [InlineData("choices")]
    [InlineData("three")]
    public async Task Functions_WithoutAFilter_AreAllByTheirOwnNames(string style)
    {
        await using var host = await ForeignHost.StartPythonAsync(style: style);

        Assert.Equal(["ask", "fail", "grow", "listed", "raw", "refuse", "retype", "say", "shrink", "task"], (await host.NamesAsync()).Order());
        Assert.Equal("""{"function": "say", "args": {"text": "a"}}""", (await host.SayAsync("say", "a")).GetRawText());
        Assert.Equal("""{"function": "say", "args": {"text": "a"}}""", (await host.SayAsync("py.say", "a")).GetRawText());
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("foreign")]
    [InlineData("native")]
    [InlineData("meta")]
    [InlineData("choices")]
    [InlineData("three")]
    public async Task Functions_AllowedAndDenied_AreThoseThatAreLeft(string style)
    {
        await using var host = await ForeignHost.StartPythonAsync(style: style, more: """
            tools_allow = ["s*", "r?w", "listed"]
            tools_deny = ["shrink", "list*"]
            """);

        Assert.Equal(["raw", "say"], (await host.NamesAsync()).Order());
        Assert.Equal("say", (await host.SayAsync("say", "a")).GetProperty("function").GetString());
        foreach (var denied in new[] { "shrink", "listed", "ask", "py.shrink" })
        {
            await Assert.ThrowsAsync<ToolNotFoundException>(() => host.CallAsync(denied));
        }
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("foreign")]
    [InlineData("native")]
    [InlineData("meta")]
    [InlineData("choices")]
    [InlineData("three")]
    public async Task Plugin_ByItsKey_DoesNotCallWhatIsDenied(string style)
    {
        await using var host = await ForeignHost.StartPythonAsync(style: style, more: "tools_deny = [\"say\"]");
        var plugin = host.Services.GetRequiredKeyedService<ITool>("tool:py");

        var fault = await Assert.ThrowsAsync<ToolNotFoundException>(async () =>
            await plugin.ExecuteAsync(new() { Function = "say", Args = System.Text.Json.JsonElement.Parse("""{"text":"a"}""") }, TestContext.Current.CancellationToken));

        Assert.Contains("'say'", fault.Message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Functions_AllDenied_AreNone()
    {
        await using var host = await ForeignHost.StartPythonAsync(more: "tools_deny = [\"*\"]");

        Assert.Empty(await host.NamesAsync());
    }
}
