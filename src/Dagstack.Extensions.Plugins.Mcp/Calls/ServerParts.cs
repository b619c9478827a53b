using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>What an instance has before its server is there: its slot, and all that the slot stands on.</summary>
internal sealed class ServerParts
{
    private readonly ServerReports _reports;
    private readonly ILogger _logger;
    private readonly ServerSettings _settings;

    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="settings">How its server is greeted and called.</param>
    /// <param name="ended">How the server ended, known soon after its connection has; null where a connection that is lost is no end.</param>
    public ServerParts(PluginInstanceContext context, ServerSettings settings, Task<string>? ended)
    {
        var plugin = context.Plugin;
        (_logger, _settings) = (context.Context.Logger, settings);
        _reports = new(_logger, settings.Mask);
        Gate = new(plugin.Id, settings.Options, settings.Retries, settings.Time);
        Checkpoints = new(context.Context.Checkpoint, _logger);
        Silence = new(context.Services);
        var areFunctions = ToolFunctions.IsToolKind(plugin.Contract);
        Caller = new(plugin.Id, Gate, new(plugin.Id, areFunctions, settings.Mask), new ProgressRelay(context.Context.Progress), ended);
        Slot = areFunctions ? new ToolSlot(plugin, Caller, settings.Filter) : new HookSlot(plugin, Caller);
    }

    public CallGate Gate { get; }

    public CheckpointRelay Checkpoints { get; }

    public McpCaller Caller { get; }

    /// <summary>Gets the health checks that its server did not answer.</summary>
    public SilentChecks Silence { get; }

    public RemoteSlot Slot { get; }

    /// <summary>Gets what is told of a server that does not keep to the protocol.</summary>
    public Action<WireReport> Report => _reports.Tell;

    /// <summary>Says how a server is greeted.</summary>
    /// <param name="era">The era that it was greeted by before; null if it never was.</param>
    /// <param name="toolsChanged">Told when its tools are others. It must not wait.</param>
    public McpConnectionOptions Greeting(ProtocolEra? era, Action toolsChanged) => new()
    {
        Era = era,
        ConnectTimeout = _settings.ConnectTimeout,
        LogLevel = LogLevels.LowestOf(_logger),
        Log = _reports.Log,
        ToolsChanged = toolsChanged,
        Report = _reports.Tell,
        Loggers = _settings.Loggers,
        Time = _settings.Time,
    };
}
