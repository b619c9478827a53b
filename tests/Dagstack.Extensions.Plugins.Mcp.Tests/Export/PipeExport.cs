using System.IO.Pipelines;
using ExportHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Plugins as tools over one pair of pipes, as a program of one's own would serve them, and a client: all messages of a session come through one reader.</summary>
internal sealed class PipeExport : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly McpServer _server;
    private readonly Task _running;

    private PipeExport(ServiceProvider services, McpServerOptions options)
    {
        _services = services;
        _server = McpServer.Create(new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream()), options);
        _running = _server.RunAsync(CancellationToken.None);
    }

    public static async Task<PipeExport> StartAsync(Action<McpExportOptions> export, Action<DagstackPluginOptions>? plugins = null, ILoggerProvider? logs = null, Action<McpServerOptions>? server = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging =>
        {
            logging.ClearProviders();
            if (logs is not null)
            {
                logging.AddProvider(logs);
            }
        });
        collection.AddDagstackPlugins(o =>
        {
            o.AddFromAssemblyOf<FixedChunker>();
            plugins?.Invoke(o);
        });
        var services = collection.BuildServiceProvider();
        await services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        var (exported, options) = (new McpExportOptions(), new McpServerOptions());
        export(exported);
        new McpExport(services, exported).Configure(options);
        server?.Invoke(options);
        return new(services, options);
    }

    /// <summary>Connects the one client that there can be.</summary>
    public Task<McpClient> ConnectAsync(string revision) => McpClient.CreateAsync(
        new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()),
        ExportHostProgram.OptionsFor(revision),
        cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _running.WaitAsync(Limits.Patience);
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }
}
