using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>What comes of what a server answers: results, errors, and what it asks of its host.</summary>
public sealed class AnswerTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("""{"content":[{"type":"text","text":"{\"a\":1}"}],"structuredContent":{"a":1}}""", """{"a": 1}""")]
    [InlineData("""{"content":[{"type":"text","text":"7"}],"structuredContent":{"result":7}}""", """{"result": 7}""")]
    [InlineData("""{"content":[],"structuredContent":[1,2]}""", "[1, 2]")]
    [InlineData("""{"content":[{"type":"text","text":"{\"a\":1}"}]}""", "\"{\\\"a\\\":1}\"")]
    [InlineData("""{"content":[{"type":"text","text":""}]}""", "\"\"")]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", """[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]""")]
    [InlineData("""{"content":[{"type":"audio","data":"QQ==","mimeType":"audio/wav"}]}""", """[{"type": "audio", "data": "QQ==", "mimeType": "audio/wav"}]""")]
    [InlineData("""{"content":[{"type":"resource_link","uri":"a:b","name":"n"}]}""", """[{"type": "resource_link", "uri": "a:b", "name": "n"}]""")]
    [InlineData("""{"content":[]}""", "[]")]
    [InlineData("""{"content":[{"type":"text","text":"a"}],"structuredContent":null}""", "\"a\"")]
    [InlineData("{}", "null")]
    public async Task Result_OfAForeignTool_IsStructuredThenTextThenContent(string answer, string expected)
    {
        await using var host = await ForeignHost.StartPythonAsync();

        Assert.Equal(expected, (await host.SayAsync("raw", answer)).GetRawText());
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("initialize", "foreign", "the shed of tools was not found")]
    [InlineData("initialize", "native", "the shed of tools was not found")]
    [InlineData("discovery", "meta", "the shed of tools was not found")]
    [InlineData("initialize", "meta", "it is broken")]
    [InlineData("initialize", "choices", "the shed of tools was not found")]
    public async Task Error_OfATool_IsAToolCallException(string era, string style, string message)
    {
        await using var host = await ForeignHost.StartPythonAsync(era, style);

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => host.SayAsync("fail", message));

        Assert.Equal(message, fault.ErrorMessage);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("foreign", "refuse", "text: is too short")]
    [InlineData("native", "refuse", "text: is too short")]
    [InlineData("meta", "refuse", "text: is too short")]
    [InlineData("foreign", "refuse", "Invalid arguments for tool refuse: page not found")]
    [InlineData("foreign", "fail", "MCP error -32602: Invalid arguments for tool fail: page not found")]
    public async Task Error_ThatArgumentsDoNotFit_IsOfSerializationAndSaysWhat(string style, string function, string message)
    {
        await using var host = await ForeignHost.StartPythonAsync(style: style);

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.SayAsync(function, message));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"'{function}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("schema", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("snake_case", fault.Message, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("refuse", "Unknown tool: refuse")]
    [InlineData("refuse", "Unknown tool: 'refuse'")]
    [InlineData("fail", "MCP error -32602: Tool fail not found")]
    [InlineData("fail", "MCP error -32602: Tool not found: fail")]
    public async Task Error_ThatAToolIsNotThere_IsAMismatch(string function, string message)
    {
        await using var host = await ForeignHost.StartPythonAsync();

        var fault = await Assert.ThrowsAsync<DispatchMismatchException>(() => host.SayAsync(function, message));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    public async Task Question_OfAServerOfTheFirstEra_IsAnsweredThatItIsNotOffered(string method)
    {
        await using var host = await ForeignHost.StartPythonAsync();

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => host.SayAsync("ask", method));

        Assert.Contains("-32601", fault.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("say", (await host.SayAsync("say", "a")).GetProperty("function").GetString());
    }

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    public async Task Question_OfAServerOfTheSecondEra_IsRefused(string method)
    {
        await using var host = await ForeignHost.StartPythonAsync("discovery");

        var fault = await Assert.ThrowsAsync<RuntimeNotSupportedException>(() => host.SayAsync("ask", method));

        Assert.Contains("asks for input", fault.Message, StringComparison.Ordinal);
        Assert.Equal("say", (await host.SayAsync("say", "a")).GetProperty("function").GetString());
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Task_InPlaceOfAResult_IsRefused()
    {
        await using var host = await ForeignHost.StartPythonAsync();

        await Assert.ThrowsAsync<RuntimeNotSupportedException>(() => host.CallAsync("task"));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Arguments_ThatDoNotFit_AreToldBeforeTheCall()
    {
        await using var host = await ForeignHost.StartPythonAsync();

        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(() => host.CallAsync("say", """{"txet": "a"}"""));

        Assert.Contains("Did you mean 'text'", fault.Message, StringComparison.Ordinal);
    }
}
