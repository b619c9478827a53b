using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>What a plugin in another language is sent and cannot serve.</summary>
public sealed class NonsenseToServerTests
{
    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Line_ThatIsNoMessage_IsComplainedOfAndTheNextOneIsServed(string language)
    {
        await using var server = LanguageServer.Start(language);

        foreach (var nonsense in new[] { "nonsense", "", "null", "{\"jsonrpc\":\"2.0\",\"id\":1,", "\u0001\u0002" })
        {
            var answer = await server.AskAsync(nonsense);
            Assert.Equal((-32700, null), ((int?)answer["error"]!["code"], answer["id"]));
        }

        // These are passed over: nobody waits for an answer to them.
        await Children.WriteAsync(server.Child, """
            {"jsonrpc":"2.0","id":{},"method":"ping"}
            {"jsonrpc":"2.0","method":"notifications/no/such"}
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"no such"}}
            {"jsonrpc":"2.0","id":"x","result":{}}

            """);
        var next = await server.AskAsync("""{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        Assert.Equal(7, (int?)next["id"]);
    }

    [Theory, MemberData(nameof(Language.ServersAndEras), MemberType = typeof(Language))]
    public async Task Request_ThatCannotBeServed_IsRefusedAndTheNextOneIsServed(string language, string era)
    {
        await using var server = await LanguageServer.ConnectAsync(language, era);

        var method = await Assert.ThrowsAsync<WireException>(() => server.Connection.RequestAsync("no/such", [], TestContext.Current.CancellationToken).AsTask());
        var tool = await server.Connection.CallAsync("{}", "no.such").FailAsync();
        var unknown = await server.Connection.CallAsync("""{"text":"a","max":1}""", $"{server.Name}.count").FailAsync();
        var missing = await server.Connection.CallAsync("{}", $"{server.Name}.count").FailAsync();
        var array = await server.Connection.CallAsync("[]", $"{server.Name}.count").FailAsync();

        Assert.Equal((-32601, "Method not found: no/such"), (method.RemoteCode, method.Message));
        Assert.Equal((-32602, "Unknown tool: no.such"), (tool.RemoteCode, tool.Message));
        Assert.Equal((-32602, $"{server.Name}.count takes (text), and was given (max, text)"), (unknown.RemoteCode, unknown.Message));
        Assert.Equal((-32602, $"{server.Name}.count takes (text), and was given ()"), (missing.RemoteCode, missing.Message));
        Assert.NotNull(array.RemoteCode);
        Assert.Equal("""{"result":2}""", await server.ResultAsync("count", """{"text":"a b"}"""));
        Assert.Empty(server.Reports);
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Line_OfNonsenseBetweenCalls_DisturbsNone(string language)
    {
        await using var server = await LanguageServer.ConnectAsync(language);
        await server.CallAsync("about");

        // Told while no call is inside: with one, it would be taken for its answer.
        await Children.WriteAsync(server.Child, "nonsense\n");
        await Wait.UntilAsync(() => !server.Reports.IsEmpty);

        Assert.Equal("""{"result":1}""", await server.ResultAsync("count", """{"text":"a"}"""));
        Assert.Contains("This is no message", Assert.Single(server.Reports).Text, StringComparison.Ordinal);
    }
}
