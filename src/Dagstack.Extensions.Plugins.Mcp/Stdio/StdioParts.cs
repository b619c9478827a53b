using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>What an instance is made of before its process runs.</summary>
internal sealed class StdioParts
{
    private readonly StdioRuntime _runtime;
    private readonly PluginInstanceContext _context;
    private readonly SecretMask _mask;
    private readonly ServerReports _reports;

    public StdioParts(StdioRuntime runtime, PluginInstanceContext context, SecretMask mask)
    {
        (_runtime, _context, _mask) = (runtime, context, mask);
        _reports = new(context.Context.Logger, mask);
        Gate = new(context.Plugin.Id, runtime.Options, runtime.Time);
        Checkpoints = new(context.Context.Checkpoint, context.Context.Logger);
        Caller = new(context.Plugin.Id, Gate, new(context.Plugin.Id, mask), new ProgressRelay(context.Context.Progress), Ended.Task);
        Slot = ToolFunctions.IsToolKind(context.Plugin.Contract) ? new ToolSlot(context.Plugin, Caller, new([], [])) : new HookSlot(context.Plugin, Caller);
    }

    public CallGate Gate { get; }

    public CheckpointRelay Checkpoints { get; }

    public McpCaller Caller { get; }

    public RemoteSlot Slot { get; }

    /// <summary>Gets what completes with how the process has died.</summary>
    public TaskCompletionSource<string> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Action<WireReport> Report => _reports.Tell;

    public McpConnectionOptions Options(ProtocolEra? era, Action toolsChanged) => new()
    {
        Era = era,
        ConnectTimeout = _context.Plugin.Manifest.McpStdio!.StartupTimeout ?? TimeSpan.FromSeconds(30),
        LogLevel = LogLevels.LowestOf(_context.Context.Logger),
        Log = _reports.Log,
        ToolsChanged = toolsChanged,
        Report = _reports.Tell,
        Loggers = _runtime.Loggers,
        Time = _runtime.Time,
    };
}
