using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Mcp;
using Dagstack.Extensions.Plugins.Mcp.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs console programs that are servers of the Model Context Protocol.</summary>
public static class McpExportHostExtensions
{
    /// <summary>Starts a host and serves plugins of it as tools over standard input and output, until the input ends or the host is stopped.</summary>
    /// <param name="host">The host, which has not been started. It is disposed at the end.</param>
    /// <param name="configure">Says which plugins are tools: <c>e => e.Export("chunker:*")</c>.</param>
    /// <param name="cancellationToken">Stops the host.</param>
    /// <returns>A task that completes when the host has stopped.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called, or two hooks would be tools of one name. The host was not started.</exception>
    /// <exception cref="PluginRegistryException">The host cannot start: see <see cref="IPluginRegistry.SetupAsync"/>.</exception>
    /// <remarks>
    /// <para>
    /// Input and output belong to the protocol from the call on: the console's logger and <c>Console.Out</c> write to the error output, and <c>Console.In</c> is at its end. What has
    /// written to the output before, or writes to it past these, breaks the connection. When the input ends, calls that still run are cancelled.
    /// </para>
    /// <para>See §8.8 of the plugin contract, and docs/mcp.md.</para>
    /// </remarks>
    public static async Task RunDagstackMcpAsync(this IHost host, Action<McpExportOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(configure);
        try
        {
            var options = new McpExportOptions { IsClientTrusted = true };
            configure(options);
            StandardOutput.Reserve(host.Services);
            var export = new McpExport(host.Services, options);
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await ServeAsync(host.Services, export, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            if (host is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                host.Dispose();
            }
        }
    }

    private static async Task ServeAsync(IServiceProvider services, McpExport export, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping, cancellationToken);
        var loggers = new QuietLoggerFactory(services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        var options = new McpServerOptions();
        export.Configure(options);
        await using var transport = new StdioServerTransport(options, loggers);
        await using var server = McpServer.Create(transport, options, loggers, services);
        var ending = StopAtEndAsync(transport, stopping);
        var following = export.FollowAsync(server, stopping.Token);
        try
        {
            await server.RunAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }
    }

    /// <summary>Cancels the calls when the input ends: nobody waits for their results, and a server that runs to its end waits for them.</summary>
    private static async Task StopAtEndAsync(StdioServerTransport transport, CancellationTokenSource stopping)
    {
        await transport.MessageReader.Completion.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stopping.CancelAsync().ConfigureAwait(false);
    }
}
