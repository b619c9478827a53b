using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Polly;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Sends calls to the server of one plugin.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="gate">Lets calls through.</param>
/// <param name="retries">Makes calls again that may be answered later; null for never.</param>
/// <param name="faults">Says what went wrong.</param>
/// <param name="progress">Told how far calls are.</param>
/// <param name="units">The units of work that the server runs.</param>
/// <param name="teller">Tells the application what the server says.</param>
/// <param name="ended">How the server ended, known soon after its connection has; null where a connection that is lost is no end.</param>
/// <param name="time">The clock of waits.</param>
internal sealed partial class McpCaller(
    PluginId plugin, CallGate gate, ResiliencePipeline<WireResult>? retries, CallFaults faults, IProgress<WireProgress> progress, UnitTable units, Teller teller, Task<string>? ended, TimeProvider time)
{
    /// <summary>How long the reason of an end is waited for, which comes when the last lines of the server are read.</summary>
    private static readonly TimeSpan s_reason = TimeSpan.FromSeconds(1);

    private volatile McpSession? _session;

    public CallFaults Faults => faults;

    /// <summary>Gets or sets the server, which is there when the plugin has been set up.</summary>
    /// <exception cref="InvalidOperationException">It is not there yet.</exception>
    public McpSession Session
    {
        get => _session ?? throw new InvalidOperationException($"The server of '{plugin}' has not been greeted.");
        set => _session = value;
    }

    /// <summary>Calls a tool.</summary>
    /// <returns>The result, be it an error or not.</returns>
    /// <exception cref="PluginRegistryException">It came to nothing.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public ValueTask<WireResult> CallAsync(RemoteCall call, WireTool tool, Action<IBufferWriter<byte>> writeArguments, CancellationToken cancellationToken)
    {
        var request = new ToolRequest(this, Session, tool, writeArguments, call.Hook, call.Metadata, call.Deadline);
        return call.Unit is { } unit ? CallForUnitAsync(request, unit, call.KeepUnit, cancellationToken) : CallAsync(request, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WireResult> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var isFromTelling = teller.IsHere;
        try
        {
            var result = retries is not null && request.Hook.IsIdempotent
                ? await retries.ExecuteAsync(static (request, token) => request.Caller.SendAsync(request, token), request, cancellationToken).ConfigureAwait(false)
                : await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (teller.IsBehind && !isFromTelling)
            {
                // How far a call is comes before its result, to the application too.
                await teller.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch (WireException gone) when (gone.Fault == WireFault.Gone)
        {
            var fault = new PluginUnavailableException(plugin, PluginState.Unavailable, faults.Mask(await ReasonAsync(gone).ConfigureAwait(false)), PluginErrorCodes.PluginUnavailable) { HasDied = ended is not null && !gone.WasNotSent };
            throw gone.WasNotSent ? UnsentCalls.Mark(fault) : fault;
        }
        catch (WireException fault)
        {
            throw faults.Of(fault, request.Hook, ToolTable.NameOf(request.Tool), request.Session.Tools);
        }
    }

    /// <summary>Makes a call once. What waits to be made again has no place among those that are under way.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WireResult> SendAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var place = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var outcome = CallOutcome.Untold;
        try
        {
            var result = await request.Session.Connection.CallToolAsync(request.Tool.Name, request.WriteArguments, MetaOf(request), request.Unit?.Progress ?? progress, cancellationToken).ConfigureAwait(false);
            outcome = CallOutcome.Answered;
            return result;
        }
        catch (Exception fault)
        {
            outcome = CallOutcomes.Of(fault, request.Deadline);
            throw;
        }
        finally
        {
            place.Leave(outcome);
        }
    }

    private static WireMeta? MetaOf(in ToolRequest request)
    {
        var meta = CallMeta.Of(request.Metadata, request.Unit, request.Session.Tools.IsOfAHost);
        return request.Saved is null ? meta : meta!.With(ReservedTools.CheckpointMeta, request.Saved.DeepClone());
    }

    private async Task<string> ReasonAsync(WireException gone)
    {
        if (ended is null)
        {
            return gone.Message;
        }

        await ((Task)ended).WaitAsync(s_reason, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ended.IsCompletedSuccessfully ? ended.Result : gone.Message;
    }

    private readonly record struct ToolRequest(
        McpCaller Caller, McpSession Session, WireTool Tool, Action<IBufferWriter<byte>> WriteArguments, HookDescriptor Hook, IReadOnlyDictionary<string, object?> Metadata, CancellationToken Deadline)
    {
        /// <summary>Gets the unit of work that the call is for; null for none.</summary>
        public UnitSinks? Unit { get; init; }

        /// <summary>Gets what the unit has saved before; null for nothing.</summary>
        public JsonObject? Saved { get; init; }
    }
}
