using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Worker;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What a worker answers, line by line, before it has a plugin.</summary>
public sealed class WorkerProtocolTests : IAsyncDisposable
{
    private readonly ChildProcess _worker = Start();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Greeting_OfEitherEra_IsAnswered()
    {
        var discovered = (await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"server/discover"}"""))["result"]!;
        var initialized = (await AskAsync("""{"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"""))["result"]!;

        Assert.Equal("""["2026-07-28"]""", discovered["supportedVersions"]!.ToJsonString());
        Assert.Equal("2025-11-25", (string?)initialized["protocolVersion"]);
        Assert.All([discovered, initialized], static answer => Assert.Equal("dagstack-worker", (string?)answer["serverInfo"]!["name"]));
        Assert.NotNull((await AskAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}"""))["result"]);
        Assert.NotNull((await AskAsync("""{"jsonrpc":"2.0","id":3,"method":"logging/setLevel","params":{"level":"info"}}"""))["result"]);
    }

    [Fact]
    public async Task Tools_BeforeTheSetup_AreTheReservedOnes()
    {
        var tools = (await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""))["result"]!["tools"]!.AsArray();

        Assert.Equal(["dagstack.setup", "dagstack.health", "dagstack.teardown", "dagstack.configure"], tools.Select(static tool => (string?)tool!["name"]));
        Assert.Equal(-32602, await CodeOfAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"odd.odd.do","arguments":{"what":"x"}}}"""));
        Assert.Equal(-32602, await CodeOfAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"dagstack.health"}}"""));
    }

    [Fact]
    public async Task Setup_OfSomebodyElse_IsRefused()
    {
        var answer = await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"dagstack.setup","arguments":{"config":{},"resources":{},"manifest":{"name":"odd","kind":"odd","runtime":"mcp_stdio","core_version":">=0.1","entry_point":"odd:OddPlugin"}}}}""");

        Assert.Contains("has no text 'contract'", (string?)answer["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ThatCannotBeServed_IsRefusedAndTheNextOneIsServed()
    {
        Assert.Equal(-32700, await CodeOfAsync("nonsense"));
        Assert.Equal(-32700, await CodeOfAsync(""));
        Assert.Equal(-32601, await CodeOfAsync("""{"jsonrpc":"2.0","id":1,"method":"resources/list"}"""));
        Assert.Equal(-32022, await CodeOfAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"}}}"""));

        // These are passed over: nobody waits for an answer to them.
        await Children.WriteAsync(_worker, """
            null
            []
            {"jsonrpc":"2.0","id":{},"method":"ping"}
            {"jsonrpc":"2.0","method":"notifications/no/such"}
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"no such"}}
            {"jsonrpc":"2.0","id":"x","result":{}}

            """);
        Assert.Equal("7", (await AskAsync("""{"jsonrpc":"2.0","id":7,"method":"ping"}"""))["id"]!.ToJsonString());
    }

    [Fact]
    public async Task End_OfItsInput_EndsIt()
    {
        await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        _worker.Input.Close();

        Assert.Equal(0, (await Children.EndAsync(_worker)).ExitCode);
    }

    [Fact]
    public async Task End_OfItsInput_LetsACallBeAnsweredFirst()
    {
        await Children.WriteAsync(_worker, """{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"dagstack.setup"}}""" + "\n");
        _worker.Input.Close();

        Assert.Equal("5", JsonNode.Parse(await Children.LineAsync(_worker))!["id"]!.ToJsonString());
        Assert.Equal(0, (await Children.EndAsync(_worker)).ExitCode);
    }

    private static ChildProcess Start()
    {
        Assert.True(HostProgram.Current.TryFindCommand(out var command, out var reason), reason);
        var environment = ChildEnvironment.Make([], inherit: false);
        WorkerVariables.AddTo(environment);
        return Children.Start(new ChildCommand { Name = "worker", File = command[0], Arguments = [.. command.Skip(1)], Folder = AppContext.BaseDirectory, Environment = environment });
    }

    private async Task<int?> CodeOfAsync(string line) => (int?)(await AskAsync(line))["error"]!["code"];

    private async Task<JsonNode> AskAsync(string line)
    {
        await Children.WriteAsync(_worker, line + "\n");
        return JsonNode.Parse(await Children.LineAsync(_worker))!;
    }
}
