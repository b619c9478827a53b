using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore;

/// <summary>The services of one server, which begin and end with the application.</summary>
internal static class ServerServices
{
    private const string VersionHeader = "MCP-Protocol-Version";

    /// <summary>The first revision without sessions. Revisions are dates, and compare as text.</summary>
    private const string FirstWithoutSessions = "2026-07-28";

    public static ServiceProvider Create(IServiceProvider application, McpExport export)
    {
        var lifetime = application.GetRequiredService<IHostApplicationLifetime>();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(application.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(lifetime);
        services.AddMcpServer(export.Configure).WithHttpTransport(http =>
        {
            http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCPEXP002 // The only place where a server of a session is to be had, which has to be told of changes.
            http.RunSessionHandler = (context, server, cancellationToken) => RunAsync(export, context, server, cancellationToken);
#pragma warning restore MCPEXP002
        });
        var provider = services.BuildServiceProvider();
        lifetime.ApplicationStarted.Register(() => _ = RunHostedAsync(provider, lifetime));
        return provider;
    }

    private static async Task RunAsync(McpExport export, HttpContext context, McpServer server, CancellationToken cancellationToken)
    {
        if (string.CompareOrdinal(context.Request.Headers[VersionHeader].ToString(), FirstWithoutSessions) >= 0)
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = export.FollowAsync(server, ended.Token);
        try
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }
    }

    /// <summary>Runs what ends sessions: those that nobody uses any more, and all of them when the application stops, which waits for its requests.</summary>
    private static async Task RunHostedAsync(ServiceProvider provider, IHostApplicationLifetime lifetime)
    {
        var hosted = provider.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }

        lifetime.ApplicationStopping.Register(() => hosted.ForEach(static service => _ = service.StopAsync(CancellationToken.None)));
        lifetime.ApplicationStopped.Register(() => _ = provider.DisposeAsync().AsTask());
    }
}
