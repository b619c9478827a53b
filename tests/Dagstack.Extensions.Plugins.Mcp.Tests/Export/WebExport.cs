using ExportHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A web application whose plugins are tools.</summary>
internal sealed class WebExport(WebApplication application) : IAsyncDisposable
{
    public IPluginRegistry Registry => application.Services.GetRequiredService<IPluginRegistry>();

    public Uri Url { get; } = new(new Uri(application.Urls.First()), "/mcp");

    public static async Task<WebExport> StartAsync(Action<McpExportOptions> export, Action<DagstackPluginOptions>? configure = null, Action<WebApplication>? map = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseShutdownTimeout(TimeSpan.FromSeconds(5));
        services?.Invoke(builder.Services);
        builder.Services.AddDagstackPlugins(o =>
        {
            o.AddFromAssemblyOf<FixedChunker>();
            configure?.Invoke(o);
        });
        var application = builder.Build();
        map?.Invoke(application);
        application.MapDagstackMcp("/mcp", export);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new(application);
    }

    public Task<McpClient> ConnectAsync(string revision, Action<McpClientOptions>? configure = null, Uri? url = null)
    {
        var options = ExportHostProgram.OptionsFor(revision);
        configure?.Invoke(options);
        return McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = url ?? Url, TransportMode = HttpTransportMode.StreamableHttp }), options, cancellationToken: TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => application.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
