using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Progress that does not get to the client costs the call nothing.</summary>
public sealed class ProgressTests
{
    [Fact]
    public async Task Progress_ThatCannotBeSent_IsLoggedAndTheCallHasItsResult()
    {
        using var logs = new Stdio.LogLines();
        await using var pipe = await PipeExport.StartAsync(
            static e => e.Export("tool:test"),
            logs: logs,
            server: static options => options.Filters.Message.OutgoingFilters.Add(static next => (context, cancellationToken) => context.JsonRpcMessage is JsonRpcNotification { Method: NotificationMethods.ProgressNotification }
                ? throw new InvalidTimeZoneException("this way is closed")
                : next(context, cancellationToken)));
        await using var client = await pipe.ConnectAsync(ExportHostProgram.Old);

        var result = await client.CallToolAsync("test_tool_with_progress", progress: new Progress<ProgressNotificationValue>(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotEqual(true, result.IsError);
        Assert.Equal("done", result.StructuredContent!.Value.GetProperty("result").GetString());
        Assert.Contains(logs.Lines, static line => line.Contains("Progress of a call was not sent to its client, and the call goes on: this way is closed", StringComparison.Ordinal));
    }
}
