using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class ToolListTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListTools_Pages_AreAllRead(bool isModern)
    {
        await using var server = FakeServer.Start(server => server.On = Pages(server, pages: 5, size: 200), isModern);
        await using var connection = await server.ConnectAsync();

        var tools = await connection.ListToolsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(static i => $"tool{i}"), tools.Select(static tool => tool.Name));
        Assert.Equal("""{"type":"object","properties":{}}""", tools[999].InputSchema.GetRawText());
        Assert.Equal("d999", tools[999].Description);
        Assert.Null(tools[999].OutputSchema);
        Assert.Equal("""{"dev.dagstack/name":"a.b.c"}""", tools[999].Meta!.Value.GetRawText());
    }

    [Fact]
    public async Task ListTools_TwentyThousand_IsRefused()
    {
        await using var server = FakeServer.Start(server => server.On = Pages(server, pages: 20, size: 1_000));
        await using var connection = await server.ConnectAsync();

        var fault = await Assert.ThrowsAsync<WireException>(() => connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.TooLong, fault.Fault);
        Assert.Contains("11,000 tools and more, and may list 10,000", fault.Message, StringComparison.Ordinal);
        Assert.Equal(11, server.Lines.Count(static line => line.Contains("tools/list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ListTools_CursorThatComesAgain_IsRefused()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/list"
            && await server.RespondAsync(message, new JsonObject { ["tools"] = new JsonArray(), ["nextCursor"] = "same" }));
        await using var connection = await server.ConnectAsync();

        var fault = await Assert.ThrowsAsync<WireException>(() => connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.Nonsense, fault.Fault);
        Assert.Contains("'same'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"tools":{}}""")]
    [InlineData("""[]""")]
    [InlineData("""5""")]
    public async Task ListTools_ThatIsNone_IsNonsense(string result)
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/list" && await server.RespondAsync(message, JsonNode.Parse(result)!));
        await using var connection = await server.ConnectAsync();

        var fault = await Assert.ThrowsAsync<WireException>(() => connection.ListToolsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(WireFault.Nonsense, fault.Fault);
        Assert.Contains(result, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTools_ToolsThatAreNone_AreReportedAndLeftOut()
    {
        await using var server = FakeServer.Start(static server => server.Tools = JsonNode.Parse("""[5,{"name":7},{"name":""},{"name":"a","inputSchema":true},{"name":"a","description":"second"},{"name":"b","outputSchema":{"type":"array"}}]""")!.AsArray());
        await using var connection = await server.ConnectAsync();

        var tools = await connection.ListToolsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], tools.Select(static tool => tool.Name));
        Assert.Equal("""{"type":"object"}""", tools[0].InputSchema.GetRawText());
        Assert.Null(tools[0].Description);
        Assert.Equal("""{"type":"array"}""", tools[1].OutputSchema!.Value.GetRawText());
        Assert.Equal(4, server.Reports.Count(static report => report.Kind == WireReportKind.Unusable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListTools_ChangedWhileItIsRead_IsReadAgain(bool isModern)
    {
        var pages = 0;
        await using var server = FakeServer.Start(isModern: isModern);
        server.On = async message =>
        {
            if ((string?)message["method"] != "tools/list")
            {
                return false;
            }

            if (pages++ == 1)
            {
                await server.NotifyAsync("notifications/tools/list_changed", []);
            }

            var result = new JsonObject { ["tools"] = new JsonArray(new JsonObject { ["name"] = pages < 3 ? $"old{pages}" : $"new{pages}" }) };
            if (message["params"]?["cursor"] is null)
            {
                result["nextCursor"] = "2";
            }

            return await server.RespondAsync(message, result);
        };
        await using var connection = await server.ConnectAsync();

        var tools = await connection.ListToolsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["new3", "new4"], tools.Select(static tool => tool.Name));
    }

    [Fact]
    public async Task ListTools_ThatChangesAllTheTime_Ends()
    {
        await using var server = FakeServer.Start();
        server.On = async message =>
        {
            if ((string?)message["method"] == "tools/list")
            {
                await server.NotifyAsync("notifications/tools/list_changed", []);
            }

            return false;
        };
        await using var connection = await server.ConnectAsync();

        Assert.Single(await connection.ListToolsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(5, server.Lines.Count(static line => line.Contains("tools/list\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ToolsChanged_InBothEras_IsTold(bool isModern)
    {
        var told = new TaskCompletionSource();
        await using var server = FakeServer.Start(isModern: isModern);
        await using var connection = await server.ConnectAsync(new() { ToolsChanged = () => told.TrySetResult() });
        Assert.Equal(isModern, server.Lines.Any(static line => line.Contains("subscriptions/listen", StringComparison.Ordinal)));

        await server.NotifyAsync("notifications/tools/list_changed", []);

        await told.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ToolsChanged_ServerThatEndsTheSubscription_IsListenedToAgain()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var told = new TaskCompletionSource();
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(new() { Time = time, ToolsChanged = () => told.TrySetResult() });
        var first = await server.NextAsync("subscriptions/listen");

        await server.RespondAsync(first, new JsonObject());
        while (!told.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await server.NextAsync("subscriptions/listen");
        Assert.False(connection.Ended.IsCompleted);
    }

    [Fact]
    public async Task ToolsChanged_ServerThatFailsOnce_IsListenedToAgain()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var count = 0;
        var again = new TaskCompletionSource();
        await using var server = FakeServer.Start(server => server.On = async message =>
        {
            if ((string?)message["method"] != "subscriptions/listen")
            {
                return false;
            }

            if (Interlocked.Increment(ref count) == 1)
            {
                return await server.RefuseAsync(message, -32603, "busy");
            }

            again.TrySetResult();
            return false;
        });
        var connecting = server.ConnectAsync(new() { Time = time });
        await server.NextAsync("subscriptions/listen");

        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.25));
            return again.Task.IsCompleted;
        });

        await using var connection = await connecting;
        Assert.Equal(2, Volatile.Read(ref count));
    }

    [Theory]
    [InlineData(-32601)]
    [InlineData(-32602)]
    public async Task ToolsChanged_SubscriptionRefused_IsReported(int code)
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "subscriptions/listen" && await server.RefuseAsync(message, code, "not here"));
        await using var connection = await server.ConnectAsync();

        Assert.Contains("not here", Assert.Single(server.Reports).Text, StringComparison.Ordinal);
        using var result = await connection.CallAsync();
    }

    private static Func<JsonObject, ValueTask<bool>> Pages(FakeServer server, int pages, int size) => async message =>
    {
        if ((string?)message["method"] != "tools/list")
        {
            return false;
        }

        var page = int.Parse((string?)message["params"]?["cursor"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var result = new JsonObject
        {
            ["tools"] = new JsonArray([.. Enumerable.Range(page * size, size).Select(static i => new JsonObject
            {
                ["name"] = $"tool{i}",
                ["description"] = $"d{i}",
                ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() },
                ["_meta"] = new JsonObject { ["dev.dagstack/name"] = "a.b.c" },
            })]),
        };
        if (page + 1 < pages)
        {
            result["nextCursor"] = $"{page + 1}";
        }

        return await server.RespondAsync(message, result);
    };
}
