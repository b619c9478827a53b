using System.Reflection;
using System.Security.Claims;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp;

/// <summary>Plugins of a host as tools of a server of the Model Context Protocol, whatever carries its messages.</summary>
/// <remarks>
/// MapDagstackMcp and <see cref="Microsoft.Extensions.Hosting.McpExportHostExtensions.RunDagstackMcpAsync"/> are made of it. Members may be called by several threads.
/// See §8.8 of the plugin contract, and docs/mcp.md.
/// </remarks>
public sealed class McpExport
{
    private readonly McpExportOptions _options;
    private readonly ILogger _logger;
    private readonly ExportList _list;
    private readonly ExportChanges _changes;

    /// <summary>Initializes a new instance of the <see cref="McpExport"/> class.</summary>
    /// <param name="services">The host's services, to which AddDagstackPlugins was said.</param>
    /// <param name="options">Which plugins are tools.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called, or two hooks would be tools of one name.</exception>
    public McpExport(IServiceProvider services, McpExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Dagstack.Plugins.Export");
        _list = new(services, options, _logger);
        _changes = new(_list, services.GetRequiredService<IPluginRegistry>(), _logger, services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        _list.Check();
    }

    /// <summary>Lets a server have the tools: its name and version, its capabilities, and what it does when it is asked.</summary>
    /// <param name="server">The options of the server.</param>
    /// <exception cref="ArgumentNullException"><paramref name="server"/> is null.</exception>
    public void Configure(McpServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var application = Assembly.GetEntryAssembly()?.GetName();
        server.ServerInfo = new() { Name = _options.Name ?? application?.Name ?? "dagstack", Version = _options.Version ?? application?.Version?.ToString(3) ?? "0.0.0" };
        server.ServerInstructions = _options.Instructions;
        server.Capabilities ??= new();
        server.Capabilities.Tools = new() { ListChanged = true };
        ExportCapabilities.LeaveOutLogging(server.Filters.Message);
        server.Handlers.ListToolsHandler = async (_, cancellationToken) =>
            new() { Tools = [.. (await _list.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(static tool => tool.Describe())] };
        server.Handlers.CallToolHandler = async (request, cancellationToken) => await CallAsync(request.Server, request.Params, request.User, cancellationToken).ConfigureAwait(false);
        server.Handlers.SubscriptionsListenHandler = async (request, cancellationToken) =>
        {
            await _changes.ListenAsync(request, cancellationToken).ConfigureAwait(false);
            return new();
        };
    }

    /// <summary>Tells the client of a server when the tools have changed, for as long as the server runs. Clients of revision 2026-07-28 and later ask for that themselves, and are not told here.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A task that completes when it was cancelled, or the client is gone.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="server"/> is null.</exception>
    public Task FollowAsync(McpServer server, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        return _changes.FollowAsync(server, cancellationToken);
    }

    private async Task<CallToolResult> CallAsync(McpServer server, CallToolRequestParams request, ClaimsPrincipal? user, CancellationToken cancellationToken)
    {
        var metadata = ExportMeta.Read(request.Meta);
        var tool = await _list.FindAsync(request.Name, cancellationToken).ConfigureAwait(false)
            ?? throw new McpProtocolException(await UnknownAsync(request.Name, cancellationToken).ConfigureAwait(false), McpErrorCode.InvalidParams);
        using var span = ExportMeta.Begin(tool.Name, request.Meta);
        try
        {
            var arguments = request.Arguments is { } given ? JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>(given, StringComparer.Ordinal), ExportJson.Default.DictionaryStringJsonElement) : (JsonElement?)null;
            if (tool.Check(arguments ?? JsonElement.Parse("{}")) is { Count: > 0 } problems)
            {
                return ExportErrors.OfProblems(tool.Name, problems);
            }

            var options = ExportMeta.OptionsOf(metadata, user, _options);
            var progress = request.ProgressToken is { } token ? new ExportProgress(server, token, _logger, cancellationToken) : null;
            options.Progress = progress;
            var result = await tool.CallAsync(arguments, options, cancellationToken).ConfigureAwait(false);
            await (progress?.Told ?? Task.CompletedTask).ConfigureAwait(false);
            return new() { StructuredContent = result.Content, Content = ExportMeta.WantsNoText(request.Meta) ? [] : [new TextContentBlock { Text = result.Text }] };
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            _logger.ExportedCallFailed(tool.DottedName, ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            return ExportErrors.Of(fault);
        }
    }

    private async Task<string> UnknownAsync(string name, CancellationToken cancellationToken)
    {
        var names = (await _list.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(static tool => tool.Name).ToList();
        var near = NearNames.Find(name, names);
        return $"Unknown tool '{Excerpt.Of(name)}'.{(near is null ? string.Empty : $" Did you mean '{near}'?")} There are: {(names.Count == 0 ? "none" : string.Join(", ", names))}.";
    }
}
