namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>What blocks in one call does not keep the others of the same session.</summary>
public sealed class BlockingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Ways => new()
    {
        { ExportHostProgram.Old, false },
        { ExportHostProgram.New, false },
        { ExportHostProgram.Old, true },
        { ExportHostProgram.New, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Metadata_MapThatBlocks_HoldsItsCallAlone(string revision, bool isHttp)
    {
        using var blocking = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        void Export(McpExportOptions e) => e.Export("chunker:*").MapMetadata = (_, said) =>
        {
            if (said.ContainsKey("block"))
            {
                blocked.Set();
                blocking.Wait(Limits.Patience);
            }

            return said;
        };

        await AssertGoesOnAsync(Export, null, (revision, isHttp), blocked, blocking, "chunker_fixed_context", new() { Meta = new() { ["dev.dagstack/metadata"] = new System.Text.Json.Nodes.JsonObject { ["block"] = true } } });
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Function_ThatBlocksItsThread_HoldsItsCallAlone(string revision, bool isHttp)
    {
        using var blocking = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        void Add(DagstackPluginOptions o) => o.Add("tool:slow", new EffectTool("call", token =>
        {
            blocked.Set();
            blocking.Wait(Limits.Patience, token);
            return Task.CompletedTask;
        }));

        await AssertGoesOnAsync(static e => e.Export("chunker:*").Export("tool:slow"), Add, (revision, isHttp), blocked, blocking, "slow_call", null);
    }

    private static async Task AssertGoesOnAsync(
        Action<McpExportOptions> export, Action<DagstackPluginOptions>? plugins, (string Revision, bool IsHttp) way, ManualResetEventSlim blocked, ManualResetEventSlim blocking, string tool, ModelContextProtocol.RequestOptions? options)
    {
        await using var web = way.IsHttp ? await WebExport.StartAsync(export, plugins) : null;
        await using var pipe = way.IsHttp ? null : await PipeExport.StartAsync(export, plugins);
        await using var client = await (web?.ConnectAsync(way.Revision) ?? pipe!.ConnectAsync(way.Revision));
        await client.ListToolsAsync(cancellationToken: Token);
        var call = client.CallToolAsync(tool, options: options, cancellationToken: Token).AsTask();
        await Wait.UntilAsync(() => blocked.IsSet, "the call blocks");

        var other = await client.CallToolAsync("chunker_fixed_chunk", new Dictionary<string, object?> { ["text"] = "ab" }, cancellationToken: Token).AsTask().WaitAsync(Limits.Patience, Token);

        Assert.NotEqual(true, other.IsError);
        Assert.False(call.IsCompleted);
        Assert.False(blocking.IsSet);
        blocking.Set();
        Assert.NotEqual(true, (await call.WaitAsync(Limits.Patience, Token)).IsError);
    }
}
