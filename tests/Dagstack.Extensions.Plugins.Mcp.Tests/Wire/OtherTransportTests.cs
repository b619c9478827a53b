using System.Buffers;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>The same connection over a transport of the SDK, which knows no bytes: as over HTTP.</summary>
public sealed class OtherTransportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_OverATransportOfTheSdk_IsTheSame(bool isModern)
    {
        await using var server = FakeServer.Start(isModern: isModern);
        await using var connection = await ConnectAsync(server);
        var told = new TaskCompletionSource<string>();
        var count = 0;
        using var counting = connection.Subscribe("dagstack/checkpoint", _ => count++);
        using var subscription = connection.Subscribe("dagstack/checkpoint", parameters => told.TrySetResult(parameters.Text()));

        using var result = await connection.CallAsync("""{"a":[1,"ü"]}""", meta: new WireMeta().With("m", 1));
        await server.NotifyAsync("dagstack/checkpoint", new() { ["key"] = "k" });

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"a":[1,"ü"]}"""), JsonNode.Parse(result.Structured.Span)));
        Assert.Equal("""{"key":"k"}""", await told.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, count);
        Assert.Equal("echo", Assert.Single(await connection.ListToolsAsync(TestContext.Current.CancellationToken)).Name);
        var call = await server.NextAsync("tools/call");
        Assert.Equal(1, (int)call["params"]!["_meta"]!["m"]!);
    }

    [Fact]
    public async Task Call_RefusedOverATransportOfTheSdk_IsTyped()
    {
        await using var server = FakeServer.Start();
        server.On = async message => (string?)message["method"] == "tools/call" && (string?)message["params"]!["name"] switch
        {
            "refused" => await server.RefuseAsync(message, -32602, "no such", new JsonObject { ["k"] = 1, ["t"] = "x", ["n"] = null, ["b"] = true, ["o"] = new JsonObject() }),
            "input" => await server.RespondAsync(message, JsonNode.Parse("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{"message":"m","requestedSchema":{"type":"object","properties":{}}}}}}""")!),
            _ => await server.RespondAsync(message, FakeServer.Text("t", isError: true)),
        };
        await using var connection = await ConnectAsync(server);

        var refused = await connection.CallAsync(tool: "refused").FailAsync();
        var input = await connection.CallAsync(tool: "input").FailAsync();
        using var failed = await connection.CallAsync(tool: "failed");

        Assert.Equal((WireFault.InvalidParams, (int?)-32602, "no such"), (refused.Fault, refused.RemoteCode, refused.Message));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"k":1,"t":"x","n":null,"b":true,"o":{}}"""), JsonNode.Parse(refused.RemoteData!.Value.GetRawText())));
        Assert.Equal(WireFault.Refused, input.Fault);
        Assert.True(failed.IsError);
        Assert.Equal("t", failed.ReadText().Text());
    }

    [Fact]
    public async Task Progress_OverATransportOfTheSdk_ReachesTheCaller()
    {
        var told = new TaskCompletionSource<WireProgress>();
        await using var server = FakeServer.Start();
        server.On = async message =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return false;
            }

            await server.NotifyAsync("notifications/progress", new() { ["progressToken"] = message["params"]!["_meta"]!["progressToken"]!.DeepClone(), ["progress"] = 0.5 });
            await told.Task;
            return false;
        };
        await using var connection = await ConnectAsync(server);

        using var result = await connection.CallAsync(progress: new Teller(told));

        Assert.Equal(new(0.5, null, null), await told.Task);
    }

    [Fact]
    public void Arguments_ForATransportOfTheSdk_HaveTheSameLimitAndError()
    {
        var parameters = new JsonObject { ["name"] = "echo" };
        var length = parameters.ToJsonString().Length + "{}".Length;

        Assert.Equal("{}", NodeBytes.Read(parameters, static writer => writer.Write("{}"u8), length)!.ToJsonString());
        var fault = Assert.Throws<WireException>(() => NodeBytes.Read(parameters, static writer => writer.Write("{    }"u8), length));
        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains($"more bytes than the {length:N0}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_OfATransportOfTheSdk_IsGone()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await ConnectAsync(server);
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await server.CloseOutputAsync();

        Assert.Equal(WireFault.Gone, (await call.FailAsync()).Fault);
    }

    private static Task<McpConnection> ConnectAsync(FakeServer server) =>
        McpConnection.ConnectAsync(new StreamClientTransport(server.Input, server.Output), server.Options(), TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience);

    private sealed class Teller(TaskCompletionSource<WireProgress> told) : IProgress<WireProgress>
    {
        public void Report(WireProgress value) => told.TrySetResult(value);
    }
}
