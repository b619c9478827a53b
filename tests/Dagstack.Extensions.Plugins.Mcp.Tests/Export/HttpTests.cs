using ExportHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Plugins of a web application as tools over HTTP.</summary>
public sealed class HttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Revisions => [ExportHostProgram.Old, ExportHostProgram.New];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Calls_OfTools_AreThoseOfPlugins(string revision)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:clock"));
        await using var client = await web.ConnectAsync(revision);

        var result = await client.CallToolAsync("chunker_fixed_chunk", new Dictionary<string, object?> { ["text"] = "Hello, dagstack!", ["max_size"] = 5 }, cancellationToken: Token);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Equal(["Hello", ", dag", "stack", "!"], result.StructuredContent!.Value.GetProperty("result").EnumerateArray().Select(static chunk => chunk.GetProperty("text").GetString()));
        Assert.Equal(5, (await client.ListToolsAsync(cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task List_GlobsOfHooksAndPlugins_HasThoseOnly()
    {
        await using var web = await WebExport.StartAsync(
            static e => { },
            map: static application =>
            {
                application.MapDagstackMcp("/all", static e => e.Export("*:*"));
                application.MapDagstackMcp("/one", static e => e.Export("chunker:fixed.chunk"));
                application.MapDagstackMcp("/end", static e => e.Export("chunker:*t"));
                application.MapDagstackMcp("/ends", static e => e.Export("chunker:*d.*t"));
                application.MapDagstackMcp("/functions", static e => e.Export("tool:clock.add_*"));
                application.MapDagstackMcp("/dotted", static e => e.Export("*:fixed").UseDottedNames = true);
            });

        Assert.Empty(await NamesAsync(web, "/mcp"));
        Assert.Equal(["chunker_fixed_chunk", "chunker_fixed_context", "chunker_fixed_report", "chunker_fixed_wait", "clock_add_days", "json_schema_2020_12_tool", "test_error_handling", "test_simple_text", "test_tool_with_progress", "vault_own_open"], await NamesAsync(web, "/all"));
        Assert.Equal(["chunker_fixed_chunk"], await NamesAsync(web, "/one"));
        Assert.Empty(await NamesAsync(web, "/end"));
        Assert.Equal(["chunker_fixed_context", "chunker_fixed_report", "chunker_fixed_wait"], await NamesAsync(web, "/ends"));
        Assert.Equal(["clock_add_days"], await NamesAsync(web, "/functions"));
        Assert.Equal(["chunker.fixed.chunk", "chunker.fixed.context", "chunker.fixed.report", "chunker.fixed.wait"], await NamesAsync(web, "/dotted"));
    }

    [Fact]
    public async Task List_HookWithoutAComment_SaysWhatIsCalled()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("vault:*"));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);

        var tool = Assert.Single(await client.ListToolsAsync(cancellationToken: Token));

        Assert.Equal("Calls 'Open' of the plugin 'vault:own'.", tool.Description);
        Assert.True(tool.ProtocolTool.Annotations!.DestructiveHint);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task List_PluginThatStopsAndComesBack_FollowsItAndSaysSo(string revision)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:clock"));
        using var told = new SemaphoreSlim(0);
        await using var client = await web.ConnectAsync(revision, options => options.Handlers.NotificationHandlers =
        [
            new(NotificationMethods.ToolListChangedNotification, (_, _) =>
            {
                told.Release();
                return default;
            }),
        ]);
        using var listening = new CancellationTokenSource();
        var listen = revision == ExportHostProgram.New ? ListenAsync(client, listening.Token) : Task.CompletedTask;
        Assert.Equal(5, (await client.ListToolsAsync(cancellationToken: Token)).Count);

        await TellAsync(async () => await web.Registry.TeardownPluginAsync("chunker:fixed", Token), async () => await web.Registry.SetupPluginAsync("chunker:fixed", Token), told);
        await web.Registry.TeardownPluginAsync("chunker:fixed", Token);

        Assert.Equal(["clock_add_days"], (await client.ListToolsAsync(cancellationToken: Token)).Select(static tool => tool.Name));
        var refused = await client.CallToolAsync("chunker_fixed_context", cancellationToken: Token);
        Assert.True(refused.IsError);
        Assert.Equal("The plugin 'chunker:fixed' is stopped. The log of its host says why.", Assert.IsType<TextContentBlock>(refused.Content.Single()).Text);
        Assert.Equal("PluginUnavailable", refused.Meta!["dev.dagstack/error"]!["code"]!.GetValue<string>());

        await web.Registry.SetupPluginAsync("chunker:fixed", Token);
        Assert.Equal(5, (await client.ListToolsAsync(cancellationToken: Token)).Count);
        await listening.CancelAsync();
        await listen;
    }

    [Fact]
    public async Task Map_TwoHooksOfOneName_IsAnErrorWithBoth()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => WebExport.StartAsync(
            static e => e.Export("*:*"),
            static o => o.Add("chunker:a_b", new FixedChunker()).Add("chunker_a:b", new LongNamed())));

        Assert.Contains("'chunker.a_b.chunk' and 'chunker_a.b.chunk' would both be called 'chunker_a_b_chunk'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_WithoutPlugins_SaysWhatIsMissing()
    {
        var application = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddDagstackPlugins", Assert.Throws<InvalidOperationException>(() => application.MapDagstackMcp("/mcp", static e => e.Export("chunker:*"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Changes the list until the client is told: it says nowhere that it listens.</summary>
    private static async Task TellAsync(Func<Task> change, Func<Task> back, SemaphoreSlim told)
    {
        for (var isTold = false; !isTold;)
        {
            await change();
            await back();
            isTold = await told.WaitAsync(TimeSpan.FromMilliseconds(200), Token);
        }
    }

    private static async Task ListenAsync(McpClient client, CancellationToken cancellationToken)
    {
        var parameters = new System.Text.Json.Nodes.JsonObject { ["notifications"] = new System.Text.Json.Nodes.JsonObject { ["toolsListChanged"] = true } };
        try
        {
            await client.SendRequestAsync(new JsonRpcRequest { Method = "subscriptions/listen", Params = parameters }, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static async Task<IEnumerable<string>> NamesAsync(WebExport web, string path)
    {
        await using var client = await web.ConnectAsync(ExportHostProgram.New, url: new(web.Url, path));
        return (await client.ListToolsAsync(cancellationToken: Token)).Select(static tool => tool.Name);
    }
}
