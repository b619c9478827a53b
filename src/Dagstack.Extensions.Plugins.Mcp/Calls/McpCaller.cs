using System.Buffers;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Polly;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Sends calls to the server of one plugin.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="gate">Lets calls through.</param>
/// <param name="faults">Says what went wrong.</param>
/// <param name="progress">Told how far calls are.</param>
/// <param name="teller">Tells the application what the server says.</param>
/// <param name="ended">How the server ended, known soon after its connection has; null where a connection that is lost is no end.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class McpCaller(PluginId plugin, CallGate gate, CallFaults faults, IProgress<WireProgress> progress, Teller teller, Task<string>? ended, TimeProvider time)
{
    /// <summary>How long the reason of an end is waited for, which comes when the last lines of the server are read.</summary>
    private static readonly TimeSpan s_reason = TimeSpan.FromSeconds(1);

    private static readonly Func<ResilienceContext, ToolRequest, ValueTask<Outcome<WireResult>>> s_send = SendAsync;

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
    public async ValueTask<WireResult> CallAsync(RemoteCall call, WireTool tool, Action<IBufferWriter<byte>> writeArguments, CancellationToken cancellationToken)
    {
        var session = Session;
        try
        {
            var result = await gate.RunAsync(s_send, new ToolRequest(session, tool.Name, writeArguments, call, progress), call.Hook.IsIdempotent, call.Deadline, cancellationToken).ConfigureAwait(false);
            if (teller.IsBehind)
            {
                // How far a call is comes before its result, to the application too.
                await teller.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch (WireException gone) when (gone.Fault == WireFault.Gone)
        {
            throw new PluginUnavailableException(plugin, PluginState.Unavailable, faults.Mask(await ReasonAsync(gone).ConfigureAwait(false)), PluginErrorCodes.PluginUnavailable);
        }
        catch (WireException fault)
        {
            throw faults.Of(fault, call.Hook, ToolTable.NameOf(tool), session.Tools);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome<WireResult>> SendAsync(ResilienceContext context, ToolRequest request)
    {
        try
        {
            return Outcome.FromResult(await request.Session.Connection.CallToolAsync(request.Tool, request.WriteArguments, CallMeta.Of(request.Call), request.Progress, context.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault)
        {
            return Outcome.FromException<WireResult>(fault);
        }
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

    private readonly record struct ToolRequest(McpSession Session, string Tool, Action<IBufferWriter<byte>> WriteArguments, RemoteCall Call, IProgress<WireProgress> Progress);
}
