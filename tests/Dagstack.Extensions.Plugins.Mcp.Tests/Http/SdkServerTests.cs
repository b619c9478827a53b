using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers made with the SDK: without sessions, and with them.</summary>
public sealed class SdkServerTests
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> s_cancelled = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_CancelledOrNot_IsServedAndCancelledThere(bool isStateless)
    {
        await using var application = await StartAsync(isStateless);
        await using var host = await DeskHost.StartAsync(new() { Url = new Uri(new Uri(application.Urls.Single()), "/mcp").ToString() });
        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal("read: ü", await host.Desk.ReadAsync("ü", Token));
        Assert.Equal(100_000 + 6, (await host.Desk.ReadAsync(new string('x', 100_000), Token)).Length);

        var key = Guid.NewGuid().ToString();
        var cancelled = s_cancelled[key] = new();
        using var caller = new CancellationTokenSource();
        var call = host.Desk.WriteAsync(key, caller.Token);
        await Wait.UntilAsync(() => cancelled.Task.IsCompleted || Tools.Started.ContainsKey(key), "started");
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(Limits.Patience, Token);
        Assert.Equal("read: again", await host.Desk.ReadAsync("again", Token));
    }

    private static async Task<WebApplication> StartAsync(bool isStateless)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseShutdownTimeout(TimeSpan.Zero);
        builder.Services.AddMcpServer().WithHttpTransport(options => options.Stateless = isStateless).WithTools<Tools>();
        var application = builder.Build();
        application.MapMcp("/mcp");
        await application.StartAsync(Token);
        return application;
    }

    [McpServerToolType]
    private sealed class Tools
    {
        public static ConcurrentDictionary<string, bool> Started { get; } = new();

        [McpServerTool(Name = "desk.web.read")]
        [Description("Reads.")]
        public static string Read(string what) => $"read: {what}";

        [McpServerTool(Name = "desk.web.write")]
        [Description("Never ends.")]
        public static async Task<string> WriteAsync(string what, CancellationToken cancellationToken)
        {
            Started[what] = true;
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            s_cancelled[what].TrySetResult();
            return what;
        }
    }
}
