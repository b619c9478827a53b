using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Secrets of the section, also those that it has since a change that made no new process.</summary>
public sealed class WorkerSecretsTests
{
    private const string First = "first-secret-4711";
    private const string Second = "second-secret-4712";

    [Fact]
    public async Task Secret_ThatIsAnotherNow_IsMaskedToo()
    {
        var told = new ConcurrentQueue<string>();
        await using var host = await OddHost.StartAsync(configure: options => options.UseProgress((_, _) => new Sink(told)), settings: [("odd:odd:password", First), ("odd:odd:level", "1")]);
        var process = await host.DoAsync("process");

        host.Configuration["odd:odd:password"] = Second;
        host.Configuration["odd:odd:level"] = "2";
        ((IConfigurationRoot)host.Configuration).Reload();
        await Wait.UntilAsync(() => host.Odd.DoAsync("options").GetAwaiter().GetResult() == "2 ");
        await host.DoAsync("print", $"printed {First} {Second} so");
        await host.DoAsync("progress", $"{First} and {Second}");

        await host.Logs.WaitForAsync("printed *** *** so");
        Assert.Equal(["*** and *** page=3", "turned by=*** and ***"], told);
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains(First, StringComparison.Ordinal) || line.Contains(Second, StringComparison.Ordinal));
        Assert.Equal(process, await host.DoAsync("process"));
    }

    private sealed class Sink(ConcurrentQueue<string> told) : PluginProgress(TimeProvider.System)
    {
        protected override void EventCore(ProgressEvent progressEvent) => told.Enqueue($"{progressEvent.Type} {Text(progressEvent.Payload)}");

        protected override void ReportCore(ProgressReport report) => told.Enqueue($"{report.Message} {Text(report.Data)}");

        private static string Text(IReadOnlyDictionary<string, object?> data) => string.Join(',', data.Select(static pair => $"{pair.Key}={pair.Value}"));
    }
}
