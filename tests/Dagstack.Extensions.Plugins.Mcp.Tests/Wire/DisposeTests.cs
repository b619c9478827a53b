using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class DisposeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_Again_IsTheSameEnd(bool isModern)
    {
        await using var server = FakeServer.Start(isModern: isModern);
        var connection = await server.ConnectAsync();

        await Task.WhenAll(connection.DisposeAsync().AsTask(), connection.DisposeAsync().AsTask()).WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        await connection.DisposeAsync();

        Assert.True(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task Dispose_ReportThatThrew_EndsTheClient()
    {
        var reports = 0;
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "subscriptions/listen" && await server.RefuseAsync(message, -32601, "not here"));
        var connection = await server.ConnectAsync(new()
        {
            Report = _ =>
            {
                reports++;
                throw new InvalidTimeZoneException("of a report");
            },
        });

        using var result = await connection.CallAsync();
        await connection.DisposeAsync();

        Assert.Equal(1, reports);
        Assert.True(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task Call_AfterDispose_IsNotSent()
    {
        await using var server = FakeServer.Start(isModern: false);
        await using var line = server.Transport();
        var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        await connection.DisposeAsync();

        var fault = await connection.CallAsync().FailAsync();

        Assert.Equal(WireFault.Gone, fault.Fault);
        await using var next = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(server.Lines, static text => text.Contains("tools/call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dispose_LineThatGoesOn_TellsTheConnectionNothingMore()
    {
        await using var server = FakeServer.Start(isModern: false);
        await using var line = server.Transport();
        var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        Assert.NotNull(line.Notified);

        await connection.DisposeAsync();
        Assert.Null(line.Notified);

        await using var next = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken);
        var notified = line.Notified;
        await connection.DisposeAsync();
        Assert.Same(notified, line.Notified);
    }

    [Fact]
    public async Task Connect_ThatFails_LeavesTheLineItsOwn()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "initialize" && await server.RefuseAsync(message, -32000, "no entry"), isModern: false);
        await using var line = server.Transport();

        await Assert.ThrowsAsync<WireException>(() => McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken));

        Assert.Null(line.Notified);
    }
}
