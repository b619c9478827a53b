using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>Calls of a single plugin with more than arguments.</summary>
public static class PluginCalls
{
    /// <summary>Gets a plugin with options for the calls that are made through the result: a deadline, metadata.</summary>
    /// <param name="plugin">The plugin, as the host hands it out.</param>
    /// <param name="options">The options. Those for calls of many plugins have no effect.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <returns>The same plugin; cheap, and to be thrown away.</returns>
    /// <exception cref="ArgumentException"><paramref name="plugin"/> is not a plugin of a host, but an object of another class.</exception>
    public static TKind With<TKind>(TKind plugin, PluginCallOptions options)
        where TKind : class
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(options);
        return plugin is PluginProxy proxy && proxy.Slot.TryWith(options) is { } same
            ? (TKind)(object)same
            : throw new ArgumentException($"{plugin.GetType()} is not a plugin as the host hands it out. Take it from IPlugins<{typeof(TKind).Name}> or by its key.", nameof(plugin));
    }

    /// <summary>Gets the identity of a plugin that the host has handed out.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>Its identity; null for another object, and for the active plugin of a kind that is chosen anew for each call.</returns>
    public static PluginId? IdOf(object plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return (plugin as PluginProxy)?.Slot.Id;
    }
}
