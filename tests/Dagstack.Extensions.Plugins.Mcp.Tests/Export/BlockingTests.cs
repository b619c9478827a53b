using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>What blocks in one call does not keep the others of the same session.</summary>
public sealed class BlockingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Revisions => [ExportHostProgram.Old, ExportHostProgram.New];

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Metadata_MapThatBlocks_HoldsItsCallAlone(string revision)
    {
        using var blocking = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        await using var web = await WebExport.StartAsync(e => e.Export("chunker:*").MapMetadata = (_, said) =>
        {
            if (said.ContainsKey("block"))
            {
                blocked.Set();
                blocking.Wait(Limits.Patience);
            }

            return said;
        });

        await AssertGoesOnAsync(web, revision, blocked, blocking, "chunker_fixed_context", new() { Meta = new() { ["dev.dagstack/metadata"] = new System.Text.Json.Nodes.JsonObject { ["block"] = true } } });
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Function_ThatBlocksItsThread_HoldsItsCallAlone(string revision)
    {
        using var blocking = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*").Export("tool:slow"), o => o.Add("tool:slow", new EffectTool("call", token =>
        {
            blocked.Set();
            blocking.Wait(Limits.Patience, token);
            return Task.CompletedTask;
        })));

        await AssertGoesOnAsync(web, revision, blocked, blocking, "slow_call", null);
    }

    private static async Task AssertGoesOnAsync(WebExport web, string revision, ManualResetEventSlim blocked, ManualResetEventSlim blocking, string tool, ModelContextProtocol.RequestOptions? options)
    {
        await using var client = await web.ConnectAsync(revision);
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
