namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host with server-everything as the plugin <c>tool:everything</c>, over HTTP.</summary>
public sealed class EverythingHttpHost : SharedHost
{
    private EverythingServer? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    private protected override async Task<ForeignHost> StartAsync()
    {
        _server = await EverythingServer.StartAsync();
        return await ForeignHost.StartHttpAsync("everything", _server.Address);
    }
}
