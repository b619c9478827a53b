namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host with server-everything as the plugin <c>tool:everything</c>.</summary>
public sealed class EverythingHost : SharedHost
{
    protected override (string Name, string Stdio)[] Plugins() => [("everything", NpmServers.Command("everything"))];
}
