using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class CallTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallTool_Arguments_ComeBackAsBytes(bool isModern)
    {
        await using var server = FakeServer.Start(isModern: isModern);
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync("""{"text":"größer 😀 \u0001"}""", meta: new WireMeta().With("dev.dagstack/metadata", new JsonObject { ["tenant_id"] = "t" }));

        Assert.Equal(isModern ? ProtocolEra.Discovery : ProtocolEra.Initialize, connection.Era);
        Assert.Equal("größer 😀 \u0001", (string?)JsonNode.Parse(result.Structured.Span)!["text"]);
        Assert.False(result.IsError);
        Assert.False(result.HasText);
        var call = await server.NextAsync("tools/call");
        Assert.StartsWith("d-", (string?)call["id"], StringComparison.Ordinal);
        Assert.Equal("echo", (string?)call["params"]!["name"]);
        Assert.Equal("t", (string?)call["params"]!["_meta"]!["dev.dagstack/metadata"]!["tenant_id"]);
        Assert.Equal(isModern ? "2026-07-28" : null, (string?)call["params"]!["_meta"]!["io.modelcontextprotocol/protocolVersion"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\n  \"a\": [\r\n 1,\n 2 ]\n}")]
    public async Task CallTool_ArgumentsOfSeveralLinesOrNone_AreOneLine(string arguments)
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync(arguments);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(arguments.Length == 0 ? "{}" : arguments), JsonNode.Parse(result.Structured.Span)));
    }

    [Fact]
    public async Task CallTool_ArgumentsThatThrow_ThrowThatAndWriteNothing()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        var own = new InvalidTimeZoneException("mine");
        var thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await connection.CallToolAsync("echo", writer => { writer.GetSpan(5)[0] = (byte)'{'; writer.Advance(1); throw own; }, null, null, default));

        Assert.Same(own, thrown);
        using var next = await connection.CallAsync("""{"a":1}""");
        Assert.Single(server.Lines, line => line.Contains("tools/call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CallTool_ArgumentsOverTheLimit_AreRefusedBeforeTheyAreWritten()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(maxMessageBytes: 10_000);

        var fault = await connection.CallAsync($$"""{"text":"{{new string('x', 10_000)}}"}""").FailAsync();

        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("10,000", fault.Message, StringComparison.Ordinal);
        using var next = await connection.CallAsync("""{"a":1}""");
        Assert.Single(server.Lines, line => line.Contains("tools/call", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("{\"quoted\":\"\\n\"} 😀")]
    public async Task CallTool_OneTextBlock_IsReadAsWhatItStandsFor(string text)
    {
        await using var server = FakeServer.Start(server => server.On = async message => message["id"] is not null && (string?)message["method"] == "tools/call" && await server.RespondAsync(message, FakeServer.Text(text, isError: true)));
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync();

        Assert.True(result.IsError);
        Assert.True(result.HasText);
        Assert.Equal(text, result.ReadText().Text());
        Assert.True(result.Structured.IsEmpty);
        Assert.Null(result.ReadError());
    }

    [Fact]
    public async Task CallTool_ErrorOfTheContract_IsRead()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call" && await server.RespondAsync(message, JsonNode.Parse(
            """{"_meta":{"dev.dagstack/error":{"type":"ValueError","code":7,"message":"m","data":{"a":[1]}}},"isError":true,"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""")!));
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync();

        Assert.True(result.IsError);
        Assert.False(result.HasText);
        var error = Assert.IsType<WireRemoteError>(result.ReadError());
        Assert.Equal(("ValueError", "7", "m"), (error.Type, error.Code, error.Message));
        Assert.Equal("""{"a":[1]}""", error.Data.Value!.Value.GetRawText());
        Assert.Contains("\"b\"", result.Content.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-32602, "InvalidParams")]
    [InlineData(-32000, "RemoteError")]
    public async Task CallTool_RefusedByTheServer_HasCodeMessageAndData(int code, string fault)
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call" && await server.RefuseAsync(message, code, "no such", new JsonObject { ["k"] = 1 }));
        await using var connection = await server.ConnectAsync();

        var thrown = await connection.CallAsync().FailAsync();

        Assert.Equal((fault, (int?)code, "no such"), (thrown.Fault.ToString(), thrown.RemoteCode, thrown.Message));
        Assert.Equal("""{"k":1}""", thrown.RemoteData!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{}}}}""")]
    [InlineData("""{"resultType":"input_required","requestState":"x"}""")]
    [InlineData("""{"resultType":"task","task":{"taskId":"1"}}""")]
    [InlineData("""{"task":{"taskId":"1","status":"working"}}""")]
    public async Task CallTool_InputOrTask_IsRefused(string result)
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call" && await server.RespondAsync(message, JsonNode.Parse(result)!));
        await using var connection = await server.ConnectAsync();

        var thrown = await connection.CallAsync().FailAsync();

        Assert.Equal(WireFault.Refused, thrown.Fault);
        Assert.Single(server.Lines, line => line.Contains("tools/call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CallTool_Many_EachHasItsOwnResult()
    {
        var waiting = new ConcurrentBag<JsonObject>();
        var all = new TaskCompletionSource();
        await using var server = FakeServer.Start(server => server.On = message =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return new(false);
            }

            waiting.Add(message);
            if (waiting.Count == 500)
            {
                all.TrySetResult();
            }

            return new(true);
        });
        await using var connection = await server.ConnectAsync();

        var calls = Enumerable.Range(0, 500).Select(i => connection.CallAsync($$"""{"i":{{i}},"pad":"{{new string('x', i * 40)}}"}""")).ToArray();
        await all.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        foreach (var message in waiting.OrderBy(static message => ((int)message["params"]!["arguments"]!["i"]! * 7919) % 500))
        {
            await server.RespondAsync(message, new JsonObject { ["structuredContent"] = message["params"]!["arguments"]!.DeepClone() });
        }

        for (var i = 0; i < calls.Length; i++)
        {
            using var result = await calls[i];
            Assert.Equal(i, (int)JsonNode.Parse(result.Structured.Span)!["i"]!);
        }
    }

    [Fact]
    public async Task CallTool_Progress_IsToldInOrderBeforeTheResult()
    {
        await using var server = FakeServer.Start();
        server.On = async message =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return false;
            }

            for (var i = 0; i < 200; i++)
            {
                await server.NotifyAsync("notifications/progress", new() { ["progressToken"] = message["params"]!["_meta"]!["progressToken"]!.DeepClone(), ["progress"] = i, ["total"] = 200, ["message"] = $"m{i}" });
                await server.NotifyAsync("notifications/progress", new() { ["progressToken"] = "another", ["progress"] = -1 });
            }

            return await server.RespondAsync(message, FakeServer.Text("done"));
        };
        await using var connection = await server.ConnectAsync();
        var told = new Told();

        using var result = await connection.CallAsync(progress: told);

        Assert.Equal(Enumerable.Range(0, 200).Select(static i => new WireProgress(i, 200, $"m{i}")), told.All);
    }

    [Fact]
    public async Task Result_Disposed_IsNotReadAgain()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();
        var result = await connection.CallAsync();

        result.Dispose();
        result.Dispose();

        Assert.Throws<ObjectDisposedException>(() => result.Json);
    }

    private sealed class Told : IProgress<WireProgress>
    {
        public List<WireProgress> All { get; } = [];

        public void Report(WireProgress value) => All.Add(value);
    }
}
