using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>A plugin on a server. The server is not the host's: it is connected to, set up, and left as it is.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
#pragma warning disable CA1001 // EndAsync ends it.
internal sealed class HttpInstance : PluginInstance
#pragma warning restore CA1001
{
    private readonly HttpRuntime _runtime;
    private readonly PluginInstanceContext _context;
    private readonly HttpTarget _target;
    private readonly ServerSettings _settings;
    private readonly ServerParts _parts;
    private readonly LossWatch _loss;
    private HttpServer? _server;
    private McpSession? _session;
    private ConfigurationFollower? _follower;
    private bool _isEnding;

    public HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target)
        : this(runtime, context, target, runtime.SettingsOf(context.Plugin, target))
    {
    }

    private HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target, ServerSettings settings)
        : this(runtime, context, target, settings, new ServerParts(context, settings, ended: null))
    {
    }

    private HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target, ServerSettings settings, ServerParts parts)
        : base(context.Plugin.Contract.CreateProxy(parts.Slot))
    {
        (_runtime, _context, _target, _settings, _parts) = (runtime, context, target, settings, parts);
        _loss = new(() => Volatile.Read(ref _session), Lose, runtime.Time);
    }

    public override bool ReportsHealth => true;

    public override bool CanBeKilled => true;

    private PluginId Id => _context.Plugin.Id;

    public override async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            _runtime.Eras.Keep(Id, connection.Era);
            connection.Subscribe(ReservedTools.Checkpoint, _parts.Checkpoints.Take);
            var session = new McpSession(connection, _context, _parts.Checkpoints);
            await SetupDeadline.RunAsync(session.SetupAsync, _context.Plugin, _runtime.Time, cancellationToken).ConfigureAwait(false);
            _parts.Caller.Session = session;
            Volatile.Write(ref _session, session);
            _follower = ConfigurationFollower.Start(_context);
            _ = FollowAsync(connection);
        }
        catch (WireException fault)
        {
            // Not the exception itself, which the host would log with whatever the server wrote.
            throw NotNow(_target.Mask.Apply(fault.Message));
        }
        catch (PluginRegistryException fault) when (fault is PluginLoadException or PluginTimeoutException)
        {
            throw NotNow(_target.Mask.Apply(fault.Message));
        }
    }

    public override async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _session) is not { } session)
        {
            return HealthCheckResult.Unhealthy("its server has not been greeted.");
        }

        try
        {
            // A server on the network answers more than one request at a time.
            var result = await session.CheckAsync(isBusy: false, cancellationToken).ConfigureAwait(false);
            _parts.Silence.Reset();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (_parts.Silence.Add())
            {
                Lose("its server did not answer three health checks in a row.");
            }

            throw;
        }
        catch (WireException fault)
        {
            _parts.Silence.Reset();
            return HealthCheckResult.Unhealthy(_target.Mask.Apply(fault.Message));
        }
    }

    public override async ValueTask EndAsync(PluginEnding ending)
    {
        Volatile.Write(ref _isEnding, true);
        _loss.Stop();
        _follower?.Dispose();
        if (_server is { } server)
        {
            await ending.TryAsync("closing its connection", server.DisposeAsync).ConfigureAwait(false);
        }

        await ending.TryAsync("saving its checkpoints", async () => await _parts.Checkpoints.EndAsync(ending.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public override ValueTask KillAsync()
    {
        _server?.Cut();
        return default;
    }

    private PluginUnavailableException NotNow(string reason) => new(Id, PluginState.Starting, reason, PluginErrorCodes.PluginUnavailable);

    private async Task<McpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = HttpClients.Create(_context.Services, Id, _target, inner => new ServerHandler(inner, _target.Mask, _runtime.Time, isRefused => _loss.Suspect(isRefused)));
        var server = _server = new(client, _target, Id.ToString(), _settings.ConnectTimeout, _settings.Loggers);
        try
        {
            return await server.ConnectAsync(_parts.Greeting(_runtime.Eras.Of(Id), OnToolsChanged) with { TellsCancellations = true, Mask = _target.Mask.Apply }, cancellationToken).ConfigureAwait(false);
        }
        catch (WireException fault) when (fault.Fault == WireFault.Silent)
        {
            _runtime.Eras.Keep(Id, null);
            throw;
        }
    }

    /// <summary>Sees the end of a session that the server does not know any more. Requests that fail are seen by the client's handler.</summary>
    private async Task FollowAsync(McpConnection connection)
    {
        await connection.Ended.ConfigureAwait(false);
        Lose("its server does not know the session any more, as after a restart.");
    }

    private void Lose(string reason)
    {
        if (!Volatile.Read(ref _isEnding))
        {
            _loss.Stop();
            ReportEnd(_target.Mask.Apply(reason));
        }
    }

    private void OnToolsChanged() => _session?.Refresh(ReportChange);
}
