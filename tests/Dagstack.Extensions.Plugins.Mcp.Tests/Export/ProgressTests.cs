using System.IO.Pipelines;
using ExportHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Progress that does not get to the client costs the call nothing.</summary>
public sealed class ProgressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Progress_ThatCannotBeSent_IsLoggedAndTheCallHasItsResult()
    {
        using var logs = new Stdio.LogLines();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().AddProvider(logs));
        services.AddDagstackPlugins(static o => o.AddFromAssemblyOf<FixedChunker>());
        await using var provider = services.BuildServiceProvider();
        await provider.SetupPluginsAsync(Token);
        var options = new McpServerOptions();
        new McpExport(provider, new McpExportOptions().Export("tool:test")).Configure(options);
        options.Filters.Message.OutgoingFilters.Add(static next => (context, cancellationToken) => context.JsonRpcMessage is JsonRpcNotification { Method: NotificationMethods.ProgressNotification }
            ? throw new InvalidTimeZoneException("this way is closed")
            : next(context, cancellationToken));
        var (toServer, toClient) = (new Pipe(), new Pipe());
        await using var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        await using var server = McpServer.Create(transport, options);
        var running = server.RunAsync(Token);
        await using var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), ExportHostProgram.OptionsFor(ExportHostProgram.Old), cancellationToken: Token);

        var result = await client.CallToolAsync("test_tool_with_progress", progress: new Progress<ProgressNotificationValue>(), cancellationToken: Token);

        Assert.NotEqual(true, result.IsError);
        Assert.Equal("done", result.StructuredContent!.Value.GetProperty("result").GetString());
        Assert.Contains(logs.Lines, static line => line.Contains("Progress of a call was not sent to its client, and the call goes on: this way is closed", StringComparison.Ordinal));
        await client.DisposeAsync();
        await toServer.Writer.CompleteAsync();
        await running.WaitAsync(Limits.Patience, Token);
    }
}
