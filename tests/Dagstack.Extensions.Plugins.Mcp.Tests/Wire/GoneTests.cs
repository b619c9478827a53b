using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class GoneTests
{
    [Fact]
    public async Task Gone_OutputHeldOpen_FailsTheCallsInsideAfterTheGrace()
    {
        var time = new FakeTimeProvider();
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await McpConnection.ConnectAsync(server.Transport(time: time), server.Options(), TestContext.Current.CancellationToken);
        var calls = Enumerable.Range(0, 10).Select(_ => connection.CallAsync()).ToArray();
        foreach (var _ in calls)
        {
            await server.NextAsync("tools/call");
        }

        server.Gone.SetResult();
        while (calls.Any(static call => !call.IsCompleted))
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        foreach (var call in calls)
        {
            var fault = await call.FailAsync();
            Assert.Equal((WireFault.Gone, false), (fault.Fault, fault.WasNotSent));
            Assert.StartsWith("The server is gone. Its error output or its log says why", fault.Message, StringComparison.Ordinal);
        }

        await connection.Ended.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        var late = await connection.CallAsync().FailAsync();
        Assert.Equal((WireFault.Gone, true), (late.Fault, late.WasNotSent));
    }

    [Fact]
    public async Task Gone_AnswerWrittenBefore_IsDelivered()
    {
        // The grace never ends here, however slow the machine is.
        var time = new FakeTimeProvider();
        for (var i = 0; i < 20; i++)
        {
            await using var server = FakeServer.Start();
            server.On = async message =>
            {
                if ((string?)message["method"] != "tools/call")
                {
                    return false;
                }

                await server.RespondAsync(message, FakeServer.Text("last words"));
                server.Gone.TrySetResult();
                return true;
            };
            await using var line = server.Transport(time: time);
            await using var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);

            using var result = await connection.CallAsync();

            Assert.Equal("last words", result.ReadText().Text());
        }
    }

    [Fact]
    public async Task Output_ClosedInAMessage_FailsTheCallInside()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        var other = connection.CallAsync();
        var request = await server.NextAsync("tools/call");

        await server.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{request["id"]!.ToJsonString()}},"result":{"con"""));
        await server.CloseOutputAsync();

        Assert.Equal(WireFault.Nonsense, (await call.FailAsync()).Fault);
        Assert.Equal(WireFault.Gone, (await other.FailAsync()).Fault);
    }

    [Fact]
    public async Task Output_ClosedWithoutTheLastEndOfLine_DeliversTheLastMessage()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        var request = await server.NextAsync("tools/call");

        await server.WriteAsync(Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":{{{request["id"]!.ToJsonString()}}},"result":{"content":[{"type":"text","text":"t"}]}}"""));
        await server.CloseOutputAsync();

        using var result = await call;
        Assert.Equal("t", result.ReadText().Text());
    }

    [Fact]
    public async Task Input_Closed_FailsTheCall()
    {
        await using var server = new FakeServer();
        await using var line = new LineTransport(new BrokenStream(), server.Output, server.Gone.Task, new());

        var fault = await Assert.ThrowsAsync<WireException>(() => McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience));

        Assert.Equal(WireFault.Gone, fault.Fault);
        Assert.Contains("broken on purpose", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_WhileALineIsWritten_FailsItsCall()
    {
        var never = new TaskCompletionSource();
        await using var server = new FakeServer { Grace = TimeSpan.Zero };
        await using var line = new LineTransport(new GateStream(server.Input, never.Task), server.Output, server.Gone.Task, new());
        var session = await line.ConnectAsync(TestContext.Current.CancellationToken);
        var written = session.SendMessageAsync(new ModelContextProtocol.Protocol.JsonRpcRequest { Id = new("a"), Method = "a" }, TestContext.Current.CancellationToken);

        server.Gone.SetResult();

        var fault = await Assert.ThrowsAsync<WireException>(() => written.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(WireFault.Gone, fault.Fault);
    }

    [Fact]
    public async Task Dispose_CallsInside_FailAtOnce()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        var line = server.Transport();
        var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await line.DisposeAsync();
        var fault = await call.FailAsync();
        await connection.DisposeAsync().AsTask().WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(WireFault.Gone, fault.Fault);
        Assert.Equal(WireFault.Gone, (await connection.CallAsync().FailAsync()).Fault);
    }

    [Fact]
    public async Task Dispose_ConnectionFirst_FailsCallsInside()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var line = server.Transport();
        var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await connection.DisposeAsync().AsTask().WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(WireFault.Gone, (await call.FailAsync()).Fault);
        Assert.Equal(0, line.Inside.Count);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken on purpose");
    }
}
