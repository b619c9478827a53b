using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a routing policy may go by when it chooses the active plugin for a call.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
public sealed class PluginRouting
{
    private readonly Func<IReadOnlyList<PluginStatus>> _plugins;

    internal PluginRouting(string kind, HookDescriptor hook, IReadOnlyDictionary<string, object?> metadata, Func<IReadOnlyList<PluginStatus>> plugins)
    {
        Kind = kind;
        Hook = hook;
        Metadata = metadata;
        _plugins = plugins;
    }

    /// <summary>Gets the kind whose active plugin is called.</summary>
    public string Kind { get; }

    /// <summary>Gets the hook that is called.</summary>
    public HookDescriptor Hook { get; }

    /// <summary>Gets what the caller has said about the call, such as the tenant.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; }

    /// <summary>Gets a snapshot of each plugin of the kind, by priority, highest first, then by name.</summary>
    public IReadOnlyList<PluginStatus> Plugins => _plugins();
}
