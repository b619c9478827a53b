using System.Text;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class NonsenseTests
{
    private const string Head = "{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"result\":";

    public static TheoryData<string, string> BadAnswers => new()
    {
        { Head + "{\"content\":[]}", "no JSON" },
        { Head + "{\"content\":[]}}}", "no JSON" },
        { Head + "{\"content\":[nothing]}}", "no JSON" },
        { Head + "{\"content\":\"\\q\"}}", "no JSON" },
        { Head + new string('[', 70) + new string(']', 70) + "}", "no JSON" },
        { Head + "{\"content\":\"\u00FF\"}}", "not UTF-8" },
        { Head + "{},\"error\":{\"code\":1,\"message\":\"m\"}}", "one of result and error" },
        { Head + "{},\"id\":\"ID\"}", "two ids" },
        { "{\"id\":\"ID\",\"result\":{}}", "\"jsonrpc\": \"2.0\"" },
        { "{\"jsonrpc\":\"1.0\",\"id\":\"ID\",\"result\":{}}", "\"jsonrpc\": \"2.0\"" },
        { "{\"jsonrpc\":\"2.0\",\"id\":\"ID\"}", "one of result and error" },
        { "{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"error\":\"text\"}", "no object" },
        { Head + "5}", "is an object" },
        { Head + "[1]}", "is an object" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task Answer_ThatIsNone_FailsItsCallAndNoOther(string answer, string expected)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var bad = connection.CallAsync();
        var request = await server.NextAsync("tools/call");
        var good = connection.CallAsync();
        var other = await server.NextAsync("tools/call");

        await server.WriteAsync(Encoding.Latin1.GetBytes(answer.Replace("ID", (string)request["id"]!, StringComparison.Ordinal) + "\n"));

        var fault = await bad.FailAsync();
        Assert.Equal(WireFault.Nonsense, fault.Fault);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1, 600);
        await server.RespondAsync(other, FakeServer.Text("fine"));
        using var result = await good;
        Assert.Equal("fine", result.ReadText().Text());
    }

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("[]", "[]")]
    [InlineData("{\"jsonrpc\":\"2.0\"}", "jsonrpc")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":true,\"result\":{}}", "true")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":{}}", "1.5")]
    [InlineData("{\"a\":{\"id\":\"ID\"}", "ID")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    public async Task Line_ThatIsNoMessage_IsReportedAndDropped(string line, string expected)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        var request = await server.NextAsync("tools/call");

        await server.WriteLineAsync(line.Replace("ID", (string)request["id"]!, StringComparison.Ordinal));
        await server.WriteLineAsync("");
        await server.WriteLineAsync(new string('x', 5_000));
        await server.RespondAsync(request, FakeServer.Text("fine"));

        using var result = await call;
        var reports = server.Reports.Where(static report => report.Kind == WireReportKind.Stray).ToArray();
        Assert.Equal(2, reports.Length);
        Assert.Contains(expected.Replace("ID", (string)request["id"]!, StringComparison.Ordinal), reports[0].Text, StringComparison.Ordinal);
        Assert.InRange(reports[1].Text.Length, 100, 300);
    }

    [Fact]
    public async Task Text_WithoutEndOfLine_DoesNotSwallowTheAnswer()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        var request = await server.NextAsync("tools/call");

        await server.WriteAsync("loading {\"a\":1} "u8.ToArray());
        await server.RespondAsync(request, FakeServer.Text(new string('t', 100_000)));

        using var result = await call;
        Assert.Equal(100_000, result.ReadText().Length);
        Assert.Equal("loading {\"a\":1} ", Assert.Single(server.Reports).Text);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"d-never\",\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"d-never\",\"error\":{\"code\":1,\"message\":\"m\"}}")]
    public async Task Answer_NeverAskedFor_IsReported(string answer)
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        await server.WriteLineAsync(answer);

        using var result = await connection.CallAsync("""{"a":1}""");
        Assert.Equal("""{"a":1}""", result.Structured.Text());
        Assert.Equal(WireReportKind.UnknownAnswer, Assert.Single(server.Reports).Kind);
    }

    [Fact]
    public async Task Answer_Twice_CountsOnce()
    {
        await using var server = FakeServer.Start();
        server.On = async message => (string?)message["method"] == "tools/call"
            && await server.RespondAsync(message, FakeServer.Text("first")) && await server.RespondAsync(message, FakeServer.Text("second"));
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync();
        using var next = await connection.CallAsync();

        Assert.Equal("first", result.ReadText().Text());
        Assert.Equal("first", next.ReadText().Text());
        Assert.Contains(server.Reports, static report => report.Kind == WireReportKind.UnknownAnswer);
    }

    [Theory]
    [InlineData(true, """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""")]
    [InlineData(false, """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""")]
    [InlineData(true, """{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}""")]
    public async Task ErrorWithoutId_OneCallInside_IsThatOnesAndSaysSo(bool isModern, string error)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"), isModern);
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await server.WriteLineAsync(error);

        var fault = await call.FailAsync();
        Assert.Equal((WireFault.RemoteError, (int?)-32700), (fault.Fault, fault.RemoteCode));
        Assert.StartsWith("Parse error (The server says it of no request by its id", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorWithoutIdWithHalvesOfPairs_OneCallInside_IsThatOnesAllTheSame()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await server.WriteLineAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"\ud800":"\ud800"}}""");

        var fault = await call.FailAsync();
        Assert.Equal((WireFault.RemoteError, (int?)-32700), (fault.Fault, fault.RemoteCode));
    }

    [Fact]
    public async Task ErrorWithoutId_NoCallInside_IsNotTheSubscriptions()
    {
        await using var server = FakeServer.Start();
        await using var line = server.Transport();
        await using var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        Assert.Equal(1, line.Inside.Count);

        await server.WriteLineAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""");
        await Wait.UntilAsync(() => !server.Reports.IsEmpty);
        using var result = await connection.CallAsync();

        Assert.Equal(1, line.Inside.Count);
        Assert.Equal(WireReportKind.UnknownAnswer, Assert.Single(server.Reports).Kind);
    }

    [Fact]
    public async Task RequestOfTheServer_NotOffered_IsRefused()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        foreach (var method in new[] { "sampling/createMessage", "elicitation/create", "roots/list", "no/such" })
        {
            await server.WriteLineAsync($$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{}}""");

            var answer = await server.NextAnswerAsync();
            Assert.Equal((7, -32601), ((int)answer["id"]!, (int)answer["error"]!["code"]!));
            Assert.Contains(method, (string?)answer["error"]!["message"], StringComparison.Ordinal);
        }

        await server.WriteLineAsync("""{"jsonrpc":"2.0","id":"p","method":"ping"}""");
        var pong = await server.NextAnswerAsync();
        Assert.Equal("p", (string?)pong["id"]);
        Assert.Equal("{}", pong["result"]!.ToJsonString());
        Assert.Equal(4, server.Reports.Count(static report => report.Kind == WireReportKind.RefusedRequest));
    }

    [Fact]
    public async Task RequestsOfTheServer_ThatReadsNoAnswers_AreBounded()
    {
        var never = new TaskCompletionSource();
        await using var server = new FakeServer();
        await using var line = new LineTransport(new GateStream(server.Input, never.Task), server.Output, server.Gone.Task, new() { Report = server.Reports.Enqueue });
        var last = new TaskCompletionSource();
        line.Notified = (_, _) => last.TrySetResult();
        await line.ConnectAsync(TestContext.Current.CancellationToken);

        for (var i = 0; i < 2_000; i++)
        {
            await server.WriteLineAsync($$"""{"jsonrpc":"2.0","id":{{i}},"method":"roots/list"}""");
        }

        await server.NotifyAsync("last", []);
        await last.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.InRange(line.Waiting, 1, 300);
    }
}
