namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Names on the wire.</summary>
internal static class WireKeys
{
    public const string Error = "dev.dagstack/error";
    public const string Meta = "_meta";
    public const string ProgressToken = "progressToken";
    public const string ProtocolVersion = "io.modelcontextprotocol/protocolVersion";
    public const string ClientInfo = "io.modelcontextprotocol/clientInfo";
    public const string ClientCapabilities = "io.modelcontextprotocol/clientCapabilities";
    public const string LogLevel = "io.modelcontextprotocol/logLevel";

    /// <summary>The type of a result by which a server asks for input.</summary>
    public const string InputRequired = "input_required";

    /// <summary>The same, where the SDK is not to see it.</summary>
    public const string HiddenInputRequired = "dev.dagstack/input_required";

    public const string Discover = "server/discover";
    public const string Initialize = "initialize";
    public const string Ping = "ping";
    public const string CallTool = "tools/call";
    public const string ListTools = "tools/list";
    public const string Listen = "subscriptions/listen";

    public const string Cancelled = "notifications/cancelled";
    public const string Progress = "notifications/progress";
    public const string Log = "notifications/message";
    public const string Acknowledged = "notifications/subscriptions/acknowledged";
    public const string ToolsChanged = "notifications/tools/list_changed";

    /// <summary>The first revision without <c>initialize</c>. Revisions are dates, and compare as text.</summary>
    public const string FirstDiscoveredVersion = "2026-07-28";
}
