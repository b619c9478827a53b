using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>What a server says that it can do, and does.</summary>
public sealed class CapabilitiesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExportHostProgram.Old)]
    [InlineData(ExportHostProgram.New)]
    public async Task Capabilities_OfAServerOverHttp_AreToolsAlone(string revision)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"));
        await using var client = await web.ConnectAsync(revision);

        AssertTools(client.ServerCapabilities);
    }

    [Fact]
    public async Task Level_OfALogThatThereIsNot_CannotBeSet()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"));
        await using var client = await web.ConnectAsync(ExportHostProgram.Old);

        var fault = await Assert.ThrowsAsync<McpProtocolException>(() => client.SendRequestAsync(new JsonRpcRequest { Method = "logging/setLevel", Params = new JsonObject { ["level"] = "debug" } }, Token));
        Assert.Equal(McpErrorCode.MethodNotFound, fault.ErrorCode);
    }

    [Theory]
    [InlineData(ExportHostProgram.Old)]
    [InlineData(ExportHostProgram.New)]
    public async Task Capabilities_OfAServerOverStdio_AreToolsAlone(string revision)
    {
        await using var client = await ExportHostProgram.StartAsync(revision);

        AssertTools(client.ServerCapabilities);
    }

    private static void AssertTools(ServerCapabilities capabilities)
    {
        Assert.True(capabilities.Tools!.ListChanged);
        Assert.Null(typeof(ServerCapabilities).GetProperty("Logging")!.GetValue(capabilities));
        Assert.Null(capabilities.Prompts);
        Assert.Null(capabilities.Resources);
        Assert.Null(capabilities.Completions);
    }
}
