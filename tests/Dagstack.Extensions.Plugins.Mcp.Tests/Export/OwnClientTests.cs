using System.Collections.Concurrent;
using System.Diagnostics;
using ExportHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Plugins of one host as plugins of another, in another process.</summary>
public sealed class OwnClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hooks_OfAPluginOfAnotherHost_AreCalledAsThoseOfTheirOwn()
    {
        using var folder = new TempFolder();
        await using var services = await StartAsync(folder, "chunker", "fixed");
        var chunker = services.GetRequiredKeyedService<IChunker>("chunker:fixed");

        Assert.Equal([new("Hello", 0, 5), new(", dag", 5, 5), new("stack", 10, 5), new("!", 15, 1)], chunker.Chunk("Hello, dagstack!", 5));
        Assert.Equal(1.50m, (await chunker.ReportAsync("ab", Token)).Shares["all"]);
        Assert.Null(await chunker.WaitAsync("nothing", Token));
        var fault = await Assert.ThrowsAsync<PluginCallException>(() => chunker.WaitAsync("fail", Token));
        Assert.Equal(("The text has no end.", "InvalidOperationException"), (fault.Message, fault.RemoteType));
    }

    [Fact]
    public async Task Context_OfACall_ReachesThePlugin()
    {
        using var folder = new TempFolder();
        await using var services = await StartAsync(folder, "chunker", "fixed");
        var chunker = services.GetRequiredKeyedService<IChunker>("chunker:fixed");
        using var activity = new Activity("caller").Start();

        using var scope = CallMetadata.Begin(new Dictionary<string, object?> { [CallMetadata.TenantId] = "acme", ["depth"] = 3L });
        var context = await chunker.ContextAsync();

        Assert.Equal(("acme", "3"), (context[CallMetadata.TenantId], context["depth"]));
        Assert.Contains(activity.TraceId.ToString(), context[CallMetadata.TraceContext], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_OfAToolPluginOfAnotherHost_AreFunctionsHere()
    {
        using var folder = new TempFolder();
        await using var services = await StartAsync(folder, "tool", "clock");
        var tools = services.GetRequiredService<ITools>();

        Assert.Equal("add_days", Assert.Single(await tools.GetFunctionsAsync(Token)).Name);
        Assert.Equal("2026-02-01", (await tools.CallAsync("add_days", System.Text.Json.JsonElement.Parse("""{"date":"2026-01-31","days":1}"""), Token)).GetString());
        var fault = await Assert.ThrowsAsync<ToolCallException>(() => tools.CallAsync("add_days", System.Text.Json.JsonElement.Parse("""{"date":"soon","days":1}"""), Token).AsTask());
        Assert.Equal("That is no date.", fault.ErrorMessage);
    }

    [Fact]
    public async Task Answers_ToAnotherHost_HaveNoTextThatNobodyReads()
    {
        var exchanges = new ConcurrentQueue<(string Request, string Response)>();
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"), map: application => application.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            var request = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            context.Request.Body.Position = 0;
            var (wire, response) = (context.Response.Body, new MemoryStream());
            context.Response.Body = response;
            if (!request.Contains("tools/call", StringComparison.Ordinal))
            {
                context.Response.Body = wire;
                await next(context);
                return;
            }

            await next(context);
            exchanges.Enqueue((request, System.Text.Encoding.UTF8.GetString(response.ToArray())));
            await wire.WriteAsync(response.ToArray(), context.RequestAborted);
        }));
        using var folder = new TempFolder();
        await using var services = await StartAsync(folder, "chunker", "fixed", $"""
            runtime = "mcp_http"

            [plugin.mcp_http]
            url = "{web.Url}"
            """);

        Assert.Equal([new("ab", 0, 2)], services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("ab", 2));
        await using var client = await web.ConnectAsync(ExportHostProgram.New);
        await client.CallToolAsync("chunker_fixed_chunk", new Dictionary<string, object?> { ["text"] = "ab" }, cancellationToken: Token);

        var (own, other) = (exchanges.First(), exchanges.Last());
        Assert.Contains("dev.dagstack/without_text", own.Request, StringComparison.Ordinal);
        Assert.Contains("\"content\":[]", own.Response, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"text\"", other.Response, StringComparison.Ordinal);
    }

    private static async Task<ServiceProvider> StartAsync(TempFolder folder, string kind, string name, string? runtime = null)
    {
        runtime ??= $"""
            runtime = "mcp_stdio"

            [plugin.mcp_stdio]
            command = ["dotnet", '{ExportHostProgram.Path}']
            """;
        folder.Write($"{name}/dagstack.toml", $"""
            [plugin]
            name = "{name}"
            kind = "{kind}"
            core_version = ">=0.1.0,<1.0.0"
            {runtime}
            """);
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddDagstackPlugins(o => o.Discover(folder.Path).UseMcp());
        var provider = services.BuildServiceProvider();
        await provider.SetupPluginsAsync(Token);
        var status = provider.GetRequiredService<IPluginRegistry>().Find(new PluginId(kind, name))!;
        Assert.True(status.State == PluginState.Ready, status.Reason);
        return provider;
    }
}
