using System.Buffers;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>What is held of what others write has a bound.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task ListTools_PagesWithoutEnd_AreRefused()
    {
        await using var server = FakeServer.Start(server => server.On = Pages(server, ""));
        await using var connection = await server.ConnectAsync(new() { MaxToolPages = 20 });

        var fault = await Assert.ThrowsAsync<WireException>(() => connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("more than 20 pages", fault.Message, StringComparison.Ordinal);
        Assert.Equal(20, server.Lines.Count(static line => line.Contains("tools/list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ListTools_OverTheBytes_IsRefused()
    {
        await using var server = FakeServer.Start(server => server.On = Pages(server, new string('d', 10_000)));
        await using var connection = await server.ConnectAsync(new() { MaxToolBytes = 35_000 });

        var fault = await Assert.ThrowsAsync<WireException>(() => connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("in 4 pages, and may have 35,000", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallTool_ArgumentsWithoutEnd_AreStoppedAtTheLimit(bool swallows)
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(maxMessageBytes: 10_000);
        var pieces = 0;

        var fault = await Assert.ThrowsAsync<WireException>(async () => await connection.CallToolAsync("echo", Write, null, null, TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("10,000", fault.Message, StringComparison.Ordinal);
        Assert.InRange(pieces, 1, 10);
        Assert.DoesNotContain(server.Lines, static line => line.Contains("tools/call", StringComparison.Ordinal));

        void Write(IBufferWriter<byte> writer)
        {
            try
            {
                writer.Write("{\"a\":\""u8);
                for (; pieces < 1_000; pieces++)
                {
                    writer.GetSpan(1_000)[..1_000].Fill((byte)'x');
                    writer.Advance(1_000);
                }
            }
            catch (WireException) when (swallows)
            {
                // As one who takes every error for a transient one.
            }
        }
    }

    [Fact]
    public void Request_OfTheLimit_IsWrittenAndOneOfAByteMoreIsNot()
    {
        var request = new WireRequest("d-1", "m") { Tool = "n", WriteArguments = static writer => writer.Write("{\"text\":\"ü\"}"u8) };
        using var measured = MessageWriter.Request(request, WireSelf.Silent, 10_000);
        var length = measured.Length - "\n".Length;

        using var exact = MessageWriter.Request(request, WireSelf.Silent, length);

        Assert.Equal(measured.Written.Text(), exact.Written.Text());
        Assert.Throws<WireException>(() => MessageWriter.Request(request, WireSelf.Silent, length - 1));
    }

    [Fact]
    public async Task CallTool_RefusedWithALongMessage_HasItsBeginningInOneLine()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call"
            && await server.RefuseAsync(message, -32000, "no\r\nsuch\u001b[31m" + new string('x', 1_000_000)));
        await using var connection = await server.ConnectAsync();

        var fault = await connection.CallAsync().FailAsync();

        Assert.StartsWith("no such\\u001B[31mx", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("x...", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 4_000, 4_200);
    }

    private static Func<JsonObject, ValueTask<bool>> Pages(FakeServer server, string description)
    {
        var page = 0;
        return async message => (string?)message["method"] == "tools/list" && await server.RespondAsync(message, new JsonObject
        {
            ["tools"] = new JsonArray(new JsonObject { ["name"] = $"tool{page}", ["description"] = description }),
            ["nextCursor"] = $"{++page}",
        });
    }
}
