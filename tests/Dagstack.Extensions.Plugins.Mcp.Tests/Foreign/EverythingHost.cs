namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host with server-everything as the plugin <c>tool:everything</c>.</summary>
public sealed class EverythingHost : SharedHost
{
    private protected override Task<ForeignHost> StartAsync() => ForeignHost.StartAsync(("everything", NpmServers.Command("everything")));
}
