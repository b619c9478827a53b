using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What runtimes have in common whose plugins speak MCP, whatever these are reached by.</summary>
/// <remarks>See §8 of the plugin contract.</remarks>
internal abstract class McpRuntime(McpOptions options, TimeProvider time) : PluginRuntime
{
    public sealed override PluginRestartOptions Restart => Options.Restart;

    /// <summary>Gets what the host says.</summary>
    public McpOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>Gets how servers were greeted before.</summary>
    public KnownEras Eras { get; } = new();

    public sealed override PluginRefusal? Check(PluginDescription plugin) => RemoteRules.Check(plugin, Name) ?? (ToolFunctions.IsToolKind(plugin.Contract) ? null : base.Check(plugin));

    public sealed override bool CanServe(HookDescriptor hook) => RemoteRules.CanServe(hook);
}
