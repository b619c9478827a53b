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

    public sealed override PluginRefusal? Check(PluginDescription plugin) => RemoteRules.Check(plugin, Name) ?? (ToolFunctions.IsToolKind(plugin.Contract) ? null : base.Check(plugin)) ?? CheckOwn(plugin);

    public sealed override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken)
    {
        var follower = ConfigurationFollower.Start(context);
        try
        {
            return new(Create(context, follower));
        }
        catch
        {
            follower.Dispose();
            throw;
        }
    }

    public sealed override bool CanServe(HookDescriptor hook) => RemoteRules.CanServe(hook);

    /// <summary>Looks for what only this runtime has against a plugin.</summary>
    protected virtual PluginRefusal? CheckOwn(PluginDescription plugin) => null;

    /// <summary>Makes an instance.</summary>
    /// <param name="context">What the host gives to it.</param>
    /// <param name="follower">Knows what its configuration was before this was called, and is the instance's from now on.</param>
    protected abstract PluginInstance Create(PluginInstanceContext context, ConfigurationFollower follower);
}
