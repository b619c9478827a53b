using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class TooLongTests
{
    private const int Limit = 200_000;

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"result\":{\"structuredContent\":{\"id\":\"OTHER\",\"t\":\"PAD\"}}}")]
    [InlineData("{\"result\":{\"structuredContent\":{\"id\":\"OTHER\",\"method\":\"x\",\"t\":\"PAD \\\"id\\\":\\\"OTHER\\\"\"}},\"jsonrpc\":\"2.0\",\"id\":\"ID\"}")]
    [InlineData("{\"result\":{\"structuredContent\":[\"PAD\",{\"id\":\"OTHER\"}]},\"id\" : \"ID\",\"jsonrpc\":\"2.0\"}")]
    public async Task Answer_OverTheLimit_FailsItsCallAndNoOther(string answer)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync(maxMessageBytes: Limit);
        var bad = connection.CallAsync();
        var request = await server.NextAsync("tools/call");
        var good = connection.CallAsync();
        var other = await server.NextAsync("tools/call");

        await server.WriteLineAsync(answer.Replace("ID", (string)request["id"]!, StringComparison.Ordinal).Replace("OTHER", (string)other["id"]!, StringComparison.Ordinal).Replace("PAD", new string('x', 3 * Limit), StringComparison.Ordinal));
        await server.RespondAsync(other, FakeServer.Text("fine"));

        var fault = await bad.FailAsync();
        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("200,000", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1, 600);
        using var result = await good;
        Assert.Equal("fine", result.ReadText().Text());
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"PAD\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"method\":\"roots/list\",\"params\":{\"data\":\"PAD\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"d-other\",\"result\":{\"data\":\"PAD\"}}")]
    [InlineData("loading PAD")]
    public async Task Message_OverTheLimitOfNoCall_FailsNone(string message)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync(maxMessageBytes: Limit);
        var call = connection.CallAsync();
        var request = await server.NextAsync("tools/call");

        await server.WriteLineAsync(message.Replace("ID", (string)request["id"]!, StringComparison.Ordinal).Replace("PAD", new string('x', 2 * Limit), StringComparison.Ordinal));
        await server.RespondAsync(request, FakeServer.Text("fine"));

        using var result = await call;
        Assert.Equal("fine", result.ReadText().Text());
        Assert.Equal(WireReportKind.TooLong, Assert.Single(server.Reports).Kind);
    }

    [Fact]
    public async Task Line_OverTheLimitWithoutAnId_FailsTheCallsInsideAndNoneAfter()
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"), isModern: false);
        await using var connection = await server.ConnectAsync(maxMessageBytes: Limit);
        var calls = Enumerable.Range(0, 3).Select(_ => connection.CallAsync()).ToArray();
        foreach (var _ in calls)
        {
            await server.NextAsync("tools/call");
        }

        await server.WriteLineAsync("{" + new string('x', 2 * Limit));

        foreach (var call in calls)
        {
            Assert.Equal(WireFault.TooLong, (await call.FailAsync()).Fault);
        }

        server.On = null;
        using var next = await connection.CallAsync("""{"a":1}""");
        Assert.Equal("""{"a":1}""", next.Structured.Text());
    }

    [Fact]
    public void LineReader_LineWithoutEnd_IsNotHeld()
    {
        using var reader = new LineReader(new LongLineStream(100_000_000), Limit);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var skipped = reader.ReadAsync(TestContext.Current.CancellationToken);
        var next = reader.ReadAsync(TestContext.Current.CancellationToken);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.True(skipped.IsCompleted && next.IsCompleted);
        Assert.Equal(100_000_000, reader.TooLongLength);
        Assert.Equal("y", reader.Line.Text());
    }

    [Theory]
    [InlineData("{\"id\":\"d-1\",\"x\":1}", "d-1")]
    [InlineData(" { \"x\" : [ {\"id\":\"no\"} ] , \"id\" : \"d-1\" } ", "d-1")]
    [InlineData("{\"x\":\"\\\\\",\"id\":\"d-1\"", "d-1")]
    [InlineData("{\"x\":\"\\\"id\\\":\\\"no\\\"\",\"y\":\"id\",\"z\":\"no\"}", null)]
    [InlineData("{\"x\":\"id\"}", null)]
    [InlineData("{\"id\":17}", null)]
    [InlineData("[{\"id\":\"no\"}]", null)]
    [InlineData("{\"id\":\"d-1\",\"method\":\"m\"}", null)]
    [InlineData("", null)]
    public void TopLevelId_InPiecesOfAnySize_IsFound(string text, string? expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            var search = new TopLevelId();
            for (var at = 0; at < bytes.Length; at += size)
            {
                search.Add(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            }

            Assert.Equal(expected, search.HasMethod ? null : search.Id);
        }
    }

    [Fact]
    public async Task LineReader_InPiecesOfAnySize_ReadsTheSameLines()
    {
        var lines = new[] { "a", "", new string('b', 70_000), "c\r", "too long " + new string('d', 200_000), "e", new string('f', 150_000), "last" };
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        foreach (var size in new[] { 7, 100, 4096, 65_536, 1_000_000 })
        {
            using var reader = new LineReader(new PieceStream(bytes, size), 160_000);
            var read = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken) is var kind and not LineKind.End)
            {
                read.Add(kind == LineKind.TooLong ? $"skipped {reader.TooLongLength}" : reader.Line.Text());
                if (read[^1].StartsWith('f'))
                {
                    var array = reader.Detach(out var offset);
                    read[^1] = Encoding.UTF8.GetString(array, offset, 150_000);
                }
            }

            Assert.Equal(["a", "", lines[2], "c", "skipped 200009", "e", lines[6], "last"], read);
        }
    }
}
