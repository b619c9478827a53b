using Dagstack.Extensions.Plugins.Mcp.Calls;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The runtime <c>mcp_stdio</c>: each plugin is a child process that speaks MCP over its standard input and output.</summary>
/// <remarks>See §8 of the plugin contract.</remarks>
/// <param name="options">What the host says.</param>
/// <param name="loggers">The host's loggers.</param>
/// <param name="time">The clock of waits.</param>
/// <param name="services">What the host registers, which plugins in its own program cannot have; null where it is not known.</param>
internal sealed class StdioRuntime(McpOptions options, ILoggerFactory loggers, TimeProvider time, IServiceCollection? services = null) : McpRuntime(options, time)
{
    private readonly ILogger _logger = new GuardedLogger(loggers.CreateLogger("Dagstack.Extensions.Plugins.Mcp"));
    private int _saidUnguarded;

    public override string Name => PluginRuntimes.McpStdio;

    public override int StartOrder => 10;

    /// <summary>Gets what looks after the children of all plugins.</summary>
    public ChildWatch Watch { get; } = new();

    public override TimeSpan? CallTimeout(PluginDescription plugin) => IsPool(plugin) ? null : Options.CallTimeout;

    public override TimeSpan StartTimeout(PluginDescription plugin) => base.StartTimeout(plugin) + (plugin.Manifest.McpStdio ?? new()).StartupTimeout + SetupDeadline.Margin;

    // Its assemblies are loaded, and can be replaced while they are.
    public override bool WantsCopy(PluginDescription plugin) => WorkerRules.IsWorker(plugin.Manifest);

    public override bool IsCode(string path) => ServerFiles.IsCode(path);

    public override bool IsCode(PluginDescription plugin, string path) => WorkerRules.IsWorker(plugin.Manifest) ? StandalonePlugin.IsCode(path) : ServerFiles.IsCode(path);

    // Also of a server in .NET, which is a command.
    public override string? FindComplaint(string path) => StandalonePlugin.FindComplaint(path);

    /// <summary>Says how the server of a plugin is greeted and called.</summary>
    public ServerSettings SettingsOf(PluginDescription plugin, StdioLaunch launch)
    {
        var stdio = plugin.Manifest.McpStdio ?? new();
        return new(Options, stdio.StartupTimeout, new(stdio.ToolsAllow, stdio.ToolsDeny), launch.Mask, LoggersOf(launch), Time) { IsWorker = launch.IsWorker };
    }

    /// <summary>Gets loggers for the SDK, which writes what servers answer.</summary>
    public ILoggerFactory LoggersOf(StdioLaunch launch) => new MaskedLoggerFactory(loggers, launch.Mask);

    /// <summary>Says once that children outlive a host that is killed.</summary>
    public void SayUnguarded()
    {
        if (Interlocked.Exchange(ref _saidUnguarded, 1) == 0)
        {
            _logger.Unguarded();
        }
    }

    protected override PluginRefusal? CheckOwn(PluginDescription plugin) => WorkerRules.IsWorker(plugin.Manifest) ? WorkerRules.Check(plugin, HostProgram.Current, services) : null;

    /// <summary>Makes one of several processes of a plugin, which are told together of another section.</summary>
    public StdioInstance CreateWorker(PluginInstanceContext context) => new(this, context, StdioLaunch.Make(context, Options), follower: null);

    protected override PluginInstance Create(PluginInstanceContext context, ConfigurationFollower follower) =>
        IsPool(context.Plugin) ? new PoolInstance(this, context, follower) : new StdioInstance(this, context, StdioLaunch.Make(context, Options), follower);

    private static bool IsPool(PluginDescription plugin) => plugin.Manifest.ExecutionModel == PluginExecutionModel.ProcessCpuBound && WorkerRules.IsWorker(plugin.Manifest);
}
