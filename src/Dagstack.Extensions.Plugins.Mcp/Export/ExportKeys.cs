namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Names on the wire that only a server says.</summary>
internal static class ExportKeys
{
    /// <summary>In <c>_meta</c> of a notification: the request by which it was asked for.</summary>
    public const string SubscriptionId = "io.modelcontextprotocol/subscriptionId";

    public const string PluginMiddleware = "horizontal_middleware";
    public const string Orchestrator = "orchestrator";
}
