using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class CancelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_CallInside_EndsAtOnceAndTellsTheServer(bool isModern)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"), isModern);
        await using var connection = await server.ConnectAsync();
        using var cancel = new CancellationTokenSource();

        var call = connection.CallAsync(cancellationToken: cancel.Token);
        var request = await server.NextAsync("tools/call");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var told = await server.NextAsync("notifications/cancelled");
        Assert.Equal((string?)request["id"], (string?)told["params"]!["requestId"]);
        server.On = null;
        await server.RespondAsync(request, FakeServer.Text("late"));
        using var next = await connection.CallAsync("""{"a":1}""");
        Assert.Equal("""{"a":1}""", next.Structured.Text());
        Assert.Contains(server.Reports, static report => report.Kind == WireReportKind.UnknownAnswer);
    }

    [Fact]
    public async Task Cancel_WhileTheLineIsWritten_LeavesNoHalfLine()
    {
        // The server reads nothing at first: the big line is in the middle, and the others wait behind it.
        var open = new TaskCompletionSource();
        await using var server = new FakeServer(inputThreshold: 4096);
        var stream = new GateStream(server.Input, open.Task);
        await using var line = new LineTransport(stream, server.Output, server.Gone.Task, new() { Report = server.Reports.Enqueue });
        var session = await line.ConnectAsync(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();

        var big = Send(session, "big", new string('b', 100_000), cancel.Token);
        var queued = Send(session, "queued", "q", cancel.Token);
        var stays = Send(session, "stays", "s", default);
        await stream.Begun.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await big.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        open.SetResult();
        await stays.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["big", "stays"], stream.Lines().Select(static text => (string?)JsonNode.Parse(text)!["method"]));
        Assert.Equal(2, line.Inside.Count);
    }

    [Fact]
    public async Task Cancel_CallsOfAServerThatReadsNothing_LeaveNothingBehind()
    {
        var never = new TaskCompletionSource();
        await using var server = new FakeServer();
        await using var line = new LineTransport(new GateStream(server.Input, never.Task), server.Output, server.Gone.Task, new());
        var session = await line.ConnectAsync(TestContext.Current.CancellationToken);
        _ = Send(session, "first", "x", default);

        for (var i = 0; i < 1_000; i++)
        {
            using var cancel = new CancellationTokenSource();
            var call = Send(session, "next", "x", cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.Equal(0, line.Waiting);
        Assert.Equal(1, line.Inside.Count);
    }

    [Fact]
    public async Task Cancel_CallsBehindALineThatIsNotTaken_AreTakenBackUntold()
    {
        var open = new TaskCompletionSource();
        await using var server = FakeServer.Start(isModern: false);
        var stream = new GateStream(server.Input, open.Task);
        await using var line = new LineTransport(stream, server.Output, server.Gone.Task, new() { Report = server.Reports.Enqueue });
        await line.ConnectAsync(TestContext.Current.CancellationToken);
        var first = line.CallAsync(this, WireRequest.Of("first"), WireSelf.Silent, TestContext.Current.CancellationToken).AsTask();
        await stream.Begun.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 1_000).Select(_ => line.CallAsync(this, WireRequest.Of("next"), WireSelf.Silent, cancel.Token).AsTask()).ToList();
        Assert.Equal(1_000, line.Waiting);

        await cancel.CancelAsync();
        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken));
        }

        Assert.Equal((0, 1), (line.Waiting, line.Inside.Count));
        open.SetResult();
        await Wait.UntilAsync(() => stream.Lines() is [var text] && text.EndsWith('}'));
        Assert.Contains("\"first\"", Assert.Single(stream.Lines()), StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task Cancel_Before_WritesNothing()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.CallAsync(cancellationToken: new CancellationToken(true)));

        using var next = await connection.CallAsync();
        Assert.Single(server.Lines, line => line.Contains("tools/call", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Lines, line => line.Contains("cancelled", StringComparison.Ordinal));
    }

    private static Task Send(ModelContextProtocol.Protocol.ITransport session, string method, string text, CancellationToken cancellationToken) =>
        session.SendMessageAsync(new ModelContextProtocol.Protocol.JsonRpcRequest { Id = new(method), Method = method, Params = new JsonObject { ["text"] = text } }, cancellationToken);
}
