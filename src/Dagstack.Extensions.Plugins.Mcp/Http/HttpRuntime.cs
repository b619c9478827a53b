using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>The runtime <c>mcp_http</c>: each plugin is a server somewhere, which speaks MCP over HTTP.</summary>
/// <remarks>See §8 of the plugin contract.</remarks>
internal sealed class HttpRuntime(McpOptions options, ILoggerFactory loggers, TimeProvider time) : McpRuntime(options, time)
{
    /// <summary>The longest time of a handshake, however long a request may take.</summary>
    private static readonly TimeSpan s_longestHandshake = TimeSpan.FromSeconds(30);

    public override string Name => PluginRuntimes.McpHttp;

    public override int StartOrder => 20;

    public override bool RetriesFailedStarts => true;

    public override TimeSpan? StartPatience => Options.StartPatience;

    public override TimeSpan? CallTimeout(PluginDescription plugin) => plugin.Manifest.McpHttp?.Timeout;

    public override TimeSpan StartTimeout(PluginDescription plugin) => base.StartTimeout(plugin) + HandshakeTimeOf(plugin) + SetupDeadline.Margin;

    /// <summary>Says how the server of a plugin is greeted and called.</summary>
    public ServerSettings SettingsOf(PluginDescription plugin, HttpTarget target)
    {
        var http = plugin.Manifest.McpHttp!;
        return new(Options, HandshakeTimeOf(plugin), new(http.ToolsAllow, http.ToolsDeny), target.Mask, LoggersOf(target), Time) { Retries = new(Options.MaxRetries) };
    }

    /// <summary>Gets loggers for the SDK, which writes what servers answer.</summary>
    public ILoggerFactory LoggersOf(HttpTarget target) => new MaskedLoggerFactory(loggers, target.Mask);

    protected override PluginInstance Create(PluginInstanceContext context, ConfigurationFollower follower) =>
        new HttpInstance(this, context, HttpTarget.Make(context), follower);

    private static TimeSpan HandshakeTimeOf(PluginDescription plugin) =>
        plugin.Manifest.McpHttp is { } http && http.Timeout < s_longestHandshake ? http.Timeout : s_longestHandshake;
}
