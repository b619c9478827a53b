using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class ConnectTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{"supportedVersions":{},"capabilities":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{"resultType":"input_required","inputRequests":{"a":{"method":"roots/list"}}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{"supportedVersions":["1999-01-01"],"capabilities":{}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{"supported""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","error":{"code":-32022,"message":"m","data":{"supported":["2025-06-18"],"requested":"2026-07-28"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","error":{"code":-32601,"message":"m"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","error":{"code":-32001,"message":"m"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"m"}}""")]
    public async Task Connect_DiscoveryRefusedOrMalformed_FallsBackToInitialize(string answer)
    {
        await using var server = FakeServer.Start(server => server.On = async message =>
        {
            if ((string?)message["method"] != "server/discover")
            {
                return false;
            }

            await server.WriteLineAsync(answer.Replace("ID", (string)message["id"]!, StringComparison.Ordinal));
            return true;
        }, isModern: false);

        await using var connection = await server.ConnectAsync();
        using var result = await connection.CallAsync("""{"a":1}""");

        Assert.Equal(ProtocolEra.Initialize, connection.Era);
        Assert.Equal("""{"a":1}""", result.Structured.Text());
        Assert.Contains(server.Lines, static line => line.Contains("notifications/initialized", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_DiscoverySilentForTwoSeconds_FallsBackToInitialize()
    {
        var time = new FakeTimeProvider();
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "server/discover"), isModern: false);
        var connecting = McpConnection.ConnectAsync(server.Transport(), new() { Time = time }, TestContext.Current.CancellationToken);
        var probe = await server.NextAsync("server/discover");

        time.Advance(TimeSpan.FromSeconds(2.1));

        await using var connection = await connecting.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ProtocolEra.Initialize, connection.Era);

        var cancelled = await server.NextAsync("notifications/cancelled");
        Assert.Equal((string?)probe["id"], (string?)cancelled["params"]!["requestId"]);

        // A late answer is nobody's.
        await server.RespondAsync(probe, new JsonObject());
        using var result = await connection.CallAsync("""{"a":1}""");
        Assert.Equal("""{"a":1}""", result.Structured.Text());
    }

    [Fact]
    public async Task Connect_DiscoveryAnsweredJustBeforeTwoSeconds_Counts()
    {
        var time = new FakeTimeProvider();
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "server/discover"));
        var connecting = McpConnection.ConnectAsync(server.Transport(), new() { Time = time }, TestContext.Current.CancellationToken);
        var probe = await server.NextAsync("server/discover");

        time.Advance(TimeSpan.FromSeconds(1.9));
        await server.RespondAsync(probe, FakeServer.Discovered());

        await using var connection = await connecting.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ProtocolEra.Discovery, connection.Era);
        Assert.DoesNotContain(server.Lines, static line => line.Contains("\"initialize\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_EraOfBeforeIsInitialize_DoesNotDiscover()
    {
        await using var server = FakeServer.Start(isModern: false);
        await using var connection = await server.ConnectAsync(new() { Era = ProtocolEra.Initialize });

        Assert.Equal(ProtocolEra.Initialize, connection.Era);
        Assert.DoesNotContain(server.Lines, static line => line.Contains("server/discover", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_EraOfBeforeIsInitializeAndTheServerIsNew_Discovers()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(new() { Era = ProtocolEra.Initialize, Report = server.Reports.Enqueue });

        Assert.Equal(ProtocolEra.Discovery, connection.Era);
        Assert.Contains("initialize", Assert.Single(server.Reports).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_EraOfBeforeIsDiscovery_WaitsForASlowServer()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource();
        await using var server = FakeServer.Start(server => server.On = async message =>
        {
            await gate.Task;
            return false;
        });
        var connecting = McpConnection.ConnectAsync(server.Transport(), new() { Time = time, Era = ProtocolEra.Discovery }, TestContext.Current.CancellationToken);
        await server.NextAsync("server/discover");

        time.Advance(TimeSpan.FromSeconds(20));
        gate.SetResult();

        await using var connection = await connecting.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ProtocolEra.Discovery, connection.Era);
        Assert.DoesNotContain(server.Lines, static line => line.Contains("\"initialize\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_NewServerThatStartsTooSlowForTheProbe_IsAskedAgain()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource();
        await using var server = FakeServer.Start(server => server.On = async _ =>
        {
            await gate.Task;
            return false;
        });
        var connecting = McpConnection.ConnectAsync(server.Transport(), new() { Time = time }, TestContext.Current.CancellationToken);
        await server.NextAsync("server/discover");
        time.Advance(TimeSpan.FromSeconds(2.1));
        await server.NextAsync("initialize");

        gate.SetResult();

        await using var connection = await connecting.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(ProtocolEra.Discovery, connection.Era);
        using var result = await connection.CallAsync("""{"a":1}""");
        Assert.Equal("""{"a":1}""", result.Structured.Text());
    }

    [Fact]
    public async Task Connect_SilentServer_IsSilent()
    {
        var time = new FakeTimeProvider();
        await using var server = FakeServer.Start(static server => server.On = static _ => new(true));
        var connecting = McpConnection.ConnectAsync(server.Transport(), new() { Time = time }, TestContext.Current.CancellationToken);
        await server.NextAsync("server/discover");
        time.Advance(TimeSpan.FromSeconds(2.1));
        await server.NextAsync("initialize");
        time.Advance(TimeSpan.FromSeconds(30));

        var fault = await Assert.ThrowsAsync<WireException>(() => connecting.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.Silent, fault.Fault);
        Assert.Contains("30 s", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Start it by hand", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","error":{"code":-32000,"message":"no entry"}}""", "RemoteError", "no entry")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{}}""", "Nonsense", "protocol")]
    [InlineData("""{"jsonrpc":"2.0","id":"ID","result":{"protocolVersion":"1999-01-01","capabilities":{},"serverInfo":{"name":"n","version":"1"}}}""", "Nonsense", "1999-01-01")]
    public async Task Connect_InitializeThatFails_SaysWhy(string answer, string fault, string expected)
    {
        await using var server = FakeServer.Start(server => server.On = async message =>
        {
            if ((string?)message["method"] != "initialize")
            {
                return false;
            }

            await server.WriteLineAsync(answer.Replace("ID", (string)message["id"]!, StringComparison.Ordinal));
            return true;
        }, isModern: false);

        var thrown = await Assert.ThrowsAsync<WireException>(() => server.ConnectAsync());

        Assert.Equal(fault, thrown.Fault.ToString());
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        Assert.Single(server.Lines, static line => line.Contains("\"initialize\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_ServerThatEndsOnDiscovery_IsToBeGreetedByInitialize()
    {
        await using var server = FakeServer.Start();
        server.On = async _ =>
        {
            await server.CloseOutputAsync();
            return true;
        };

        var fault = await Assert.ThrowsAsync<WireException>(() => server.ConnectAsync());

        Assert.Equal((WireFault.Gone, true), (fault.Fault, fault.DiedOnDiscovery));
        Assert.StartsWith("The server closed its output.", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("Start it again, and greet it by 'initialize'.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(nameof(ProtocolEra.Initialize))]
    public async Task Connect_ServerThatEndsOnInitialize_IsGone(string? era)
    {
        await using var server = FakeServer.Start(isModern: false);
        server.On = async message =>
        {
            if ((string?)message["method"] != "initialize")
            {
                return false;
            }

            await server.CloseOutputAsync();
            return true;
        };

        var fault = await Assert.ThrowsAsync<WireException>(() => server.ConnectAsync(new() { Era = era is null ? null : Enum.Parse<ProtocolEra>(era) }));

        Assert.Equal((WireFault.Gone, false), (fault.Fault, fault.DiedOnDiscovery));
        Assert.StartsWith("The server closed its output. Its error output or its log says why", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_Cancelled_Ends()
    {
        await using var server = FakeServer.Start(static server => server.On = static _ => new(true));
        using var cancel = new CancellationTokenSource();
        var connecting = McpConnection.ConnectAsync(server.Transport(), server.Options(), cancel.Token);
        await server.NextAsync("server/discover");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(FakeServer.Patience));
    }
}
