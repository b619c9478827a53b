namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>A slot whose plugin is one server, be it called by itself or on behalf of another slot.</summary>
internal abstract class ServerSlot(PluginDescription plugin) : RemoteSlot(plugin)
{
    /// <summary>Sends a call to the server.</summary>
    public abstract ValueTask<RemotePayload> ForwardAsync(RemoteCall call, CancellationToken cancellationToken);

    protected sealed override ValueTask<RemotePayload> SendAsync(RemoteCall call, CancellationToken cancellationToken) => ForwardAsync(call, cancellationToken);
}
