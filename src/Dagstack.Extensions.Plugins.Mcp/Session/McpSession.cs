using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>A server that was greeted, as the plugin that it is: it is set up, asked how it is, and torn down.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
internal sealed class McpSession
{
    /// <summary>How long a list may take that is asked for when the server says that it is another.</summary>
    private static readonly TimeSpan s_listing = TimeSpan.FromSeconds(30);

    private readonly PluginInstanceContext _context;
    private readonly CheckpointRelay _checkpoints;
    private readonly TimeProvider _time;
    private readonly ToolRefresh _refresh;
    private readonly Lock _listed = new();
    private ToolTable _tools = ToolTable.Empty;
    private long _lastListing;
    private long _keptListing;

    /// <param name="connection">The connection, which is the caller's.</param>
    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="checkpoints">What the plugin has saved.</param>
    /// <param name="time">The clock of waits.</param>
    public McpSession(McpConnection connection, PluginInstanceContext context, CheckpointRelay checkpoints, TimeProvider time)
    {
        (Connection, _context, _checkpoints, _time) = (connection, context, checkpoints, time);
        _refresh = new(RefreshAsync, connection.Ended, time);
    }

    public McpConnection Connection { get; }

    /// <summary>Gets what the setup says to a worker of the host's own; null for any other server.</summary>
    public JsonObject? NoteToWorker { get; init; }

    /// <summary>Gets the tools as they were listed last.</summary>
    public ToolTable Tools => Volatile.Read(ref _tools);

    private PluginId Id => _context.Plugin.Id;

    /// <summary>Sets the plugin up, and looks whether it has what the contract needs.</summary>
    /// <exception cref="PluginLoadException">It has failed, or lacks something.</exception>
    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken).ConfigureAwait(false);
        if (Tools.Find(ReservedTools.Setup) is { } setup)
        {
            var saved = await _checkpoints.ReadAsync(cancellationToken).ConfigureAwait(false);
            using var answer = await Connection.CallToolAsync(
                setup.Name,
                output => SetupMessage.Write(_context, isWorker: NoteToWorker is not null, output),
                MetaOf(saved),
                progress: null,
                cancellationToken).ConfigureAwait(false);
            if (answer.IsError)
            {
                throw FaultOf(answer);
            }

            await ListAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!ToolFunctions.IsToolKind(_context.Plugin.Contract))
        {
            RequiredTools.Check(_context.Plugin, Tools);
        }

        _context.Context.Logger.Connected(Connection.ProtocolVersion, Tools.Tools.Count);
    }

    /// <summary>Tells the plugin what its section is now.</summary>
    /// <returns>False if it takes none while it runs.</returns>
    /// <exception cref="PluginLoadException">It does not take this one.</exception>
    /// <exception cref="WireException">It cannot be told.</exception>
    public async Task<bool> ConfigureAsync(CancellationToken cancellationToken)
    {
        if (Tools.Find(ReservedTools.Configure) is not { } configure)
        {
            return false;
        }

        using var answer = await Connection.CallToolAsync(configure.Name, WriteConfiguration, meta: null, progress: null, cancellationToken).ConfigureAwait(false);
        return answer.IsError ? throw new PluginLoadException(Id, ServerText.ErrorOf(answer, answer.ReadError())) : true;
    }

    /// <summary>Asks the plugin how it is, or looks for a sign of life if it does not say.</summary>
    /// <param name="isBusy">Whether calls are inside: a server that does one thing at a time answers nothing meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<HealthCheckResult> CheckAsync(bool isBusy, CancellationToken cancellationToken)
    {
        if (Tools.Find(ReservedTools.Health) is { } health)
        {
            using var answer = await Connection.CallToolAsync(health.Name, WriteNothing, meta: null, progress: null, cancellationToken).ConfigureAwait(false);
            return answer.IsError ? HealthCheckResult.Unhealthy($"its health check failed: {ServerText.ErrorOf(answer, answer.ReadError())}") : Read(answer);
        }

        if (!isBusy)
        {
            await Connection.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }

        return HealthCheckResult.Healthy();
    }

    /// <summary>Tears the plugin down.</summary>
    /// <returns>Whether it has released everything, as far as it says.</returns>
    /// <exception cref="PluginLoadException">It says that it failed.</exception>
    public async Task<bool> TeardownAsync(CancellationToken cancellationToken)
    {
        if (Tools.Find(ReservedTools.Teardown) is not { } teardown)
        {
            return true;
        }

        using var answer = await Connection.CallToolAsync(teardown.Name, WriteNothing, meta: null, progress: null, cancellationToken).ConfigureAwait(false);
        return answer.IsError
            ? throw new PluginLoadException(Id, ServerText.ErrorOf(answer, answer.ReadError()))
            : ServerText.Value(answer) is not { ValueKind: JsonValueKind.Object } value || !value.TryGetProperty("released", out var released) || released.ValueKind != JsonValueKind.False;
    }

    /// <summary>Lists the tools anew, since the server says that they are others. It does not wait.</summary>
    /// <param name="listed">Told when they are there.</param>
    public void Refresh(Action listed) => _refresh.Ask(listed);

    private WireMeta? MetaOf(JsonObject? saved)
    {
        if (saved is null && NoteToWorker is null)
        {
            return null;
        }

        var meta = new WireMeta();
        if (saved is not null)
        {
            meta.With(ReservedTools.CheckpointMeta, saved);
        }

        return NoteToWorker is null ? meta : meta.With(ReservedTools.WorkerMeta, NoteToWorker.DeepClone());
    }

    /// <summary>Makes the error of a setup that failed. A worker says itself what the host would have said.</summary>
    private PluginRegistryException FaultOf(WireResult answer)
    {
        var remote = answer.ReadError();
        var text = ServerText.ErrorOf(answer, remote);
        return NoteToWorker is null || remote?.Code is null ? new PluginLoadException(Id, $"The setup of plugin '{Id}' failed: {text}")
            : remote.Code == PluginErrorCodes.RuntimeNotSupported ? new RuntimeNotSupportedException(text, _context.Plugin.Manifest.Runtimes, [PluginRuntimes.InProcess], Id)
            : new PluginLoadException(Id, text);
    }

    private void WriteConfiguration(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WritePropertyName("config");
        _context.WriteConfigurationKeys(writer);
        writer.WriteEndObject();
    }

    private static void WriteNothing(IBufferWriter<byte> output) => output.Write("{}"u8);

    private static HealthCheckResult Read(WireResult answer)
    {
        var value = ServerText.Value(answer);
        var reason = JsonText.Find(value, "reason") is { } text ? answer.Told(text) : null;
        return JsonText.Find(value, "status") switch
        {
            "healthy" => HealthCheckResult.Healthy(reason),
            "degraded" => HealthCheckResult.Degraded(reason),
            "unhealthy" => HealthCheckResult.Unhealthy(reason),
            _ => HealthCheckResult.Unhealthy($"its health check answered {(value.ValueKind == JsonValueKind.Undefined ? "nothing that is JSON" : Excerpt.Cut(answer.Told(value.GetRawText()), 200))}; an object with 'status', one of healthy, degraded and unhealthy, was expected."),
        };
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var listing = Interlocked.Increment(ref _lastListing);
        var tools = await Connection.ListToolsAsync(cancellationToken).ConfigureAwait(false);
        lock (_listed)
        {
            // Lists may be read at the same time. What was begun earlier may be older.
            if (listing > _keptListing)
            {
                _keptListing = listing;
                Volatile.Write(ref _tools, new(tools));
            }
        }
    }

    private async Task RefreshAsync(Action listed)
    {
        using var limit = new CancellationTokenSource(s_listing, _time);
        try
        {
            await ListAsync(limit.Token).ConfigureAwait(false);
            listed();
        }
        catch (WireException fault) when (fault.Fault == WireFault.Gone)
        {
            // Who looks after the server says so.
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            _context.Context.Logger.ToolsUnread($"The server did not list them within {s_listing.TotalSeconds} s.");
        }
        catch (Exception fault)
        {
            _context.Context.Logger.ToolsUnread(Connection.Told(ExceptionText.MessageOf(fault)));
        }
    }
}
