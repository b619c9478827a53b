using System.Text.Json;
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
    /// <summary>How long a server may not be reached at least until it is lost.</summary>
    private static readonly TimeSpan s_shortestLoss = TimeSpan.FromSeconds(3);

    /// <summary>How much longer than calls wait to be made again.</summary>
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromSeconds(1);

    private readonly HttpRuntime _runtime;
    private readonly PluginInstanceContext _context;
    private readonly HttpTarget _target;
    private readonly ServerSettings _settings;
    private readonly ServerParts _parts;
    private readonly LossWatch _loss;
    private HttpServer? _server;
    private bool _isEnding;

    public HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target, ConfigurationFollower follower)
        : this(runtime, context, target, follower, runtime.SettingsOf(context.Plugin, target))
    {
    }

    private HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target, ConfigurationFollower follower, ServerSettings settings)
        : this(runtime, context, target, settings, new ServerParts(runtime, context, settings, follower, ended: null))
    {
    }

    private HttpInstance(HttpRuntime runtime, PluginInstanceContext context, HttpTarget target, ServerSettings settings, ServerParts parts)
        : base(context.Plugin.Contract.CreateProxy(parts.Slot))
    {
        (_runtime, _context, _target, _settings, _parts) = (runtime, context, target, settings, parts);
        var longest = (settings.Retries?.Longest ?? TimeSpan.Zero) + s_lastRetry;
        _loss = new(() => parts.Session, Lose, longest > s_shortestLoss ? longest : s_shortestLoss, runtime.Time);
    }

    public override bool ReportsHealth => true;

    public override bool CanBeKilled => true;

    public override bool RunsUnits => _parts.Caller.RunsUnits;

    /// <summary>Gets false: what is lost is a connection, and what the server does meanwhile is not known.</summary>
    public override bool EndsWithProcess => false;

    private PluginId Id => _context.Plugin.Id;

    public override async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await _parts.SetUpAsync(connection, cancellationToken).ConfigureAwait(false);
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
        if (_parts.Session is not { } session)
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
            CountSilence();
            throw;
        }
        catch (WireException fault) when (fault.Fault == WireFault.Gone)
        {
            // One connection that fails is no loss. What fails all requests, such as an end of the SDK's own loop, is one, and nobody else sees it.
            _loss.Suspect(isRefused: false);
            CountSilence();
            return HealthCheckResult.Unhealthy(_target.Mask.Apply(fault.Message));
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
        _parts.Unfollow();
        if (_server is { } server)
        {
            await ending.TryAsync("closing its connection", server.DisposeAsync).ConfigureAwait(false);
        }

        await _parts.EndAsync(ending.TryAsync, ending.CancellationToken).ConfigureAwait(false);
    }

    public override ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken) => _parts.Caller.RunUnitAsync(args, unit, cancellationToken);

    public override ValueTask KillAsync()
    {
        _server?.Cut();
        return default;
    }

    private PluginUnavailableException NotNow(string reason) => new(Id, PluginState.Starting, reason, PluginErrorCodes.PluginUnavailable);

    private Task<McpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = HttpClients.Create(_context.Services, Id, _target, (inner, isKnown) => new ServerHandler(inner, _target.Mask, _runtime.Time, isRefused => _loss.Suspect(isRefused)) { OnlyOrigin = isKnown ? null : _target.Address });
        var server = _server = new(client, _target, Id.ToString(), _settings.ConnectTimeout, _settings.Loggers);
        return _parts.GreetAsync(greeting => server.ConnectAsync(greeting with { TellsCancellations = true }, cancellationToken), OnToolsChanged);
    }

    /// <summary>Sees the end of a session that the server does not know any more. Requests that fail are seen by the client's handler.</summary>
    private async Task FollowAsync(McpConnection connection)
    {
        await connection.Ended.ConfigureAwait(false);
        Lose("its server does not know the session any more, as after a restart.");
    }

    private void CountSilence()
    {
        if (_parts.Silence.Add())
        {
            Lose("its server did not answer three health checks in a row.");
        }
    }

    private void Lose(string reason)
    {
        if (!Volatile.Read(ref _isEnding))
        {
            _loss.Stop();
            ReportEnd(_target.Mask.Apply(reason));
        }
    }

    private void OnToolsChanged() => _parts.Greeted?.Refresh(ReportChange);
}
