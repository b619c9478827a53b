namespace Dagstack.Extensions.Plugins;

/// <summary>What one plugin threw during a call of many.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="exception">What it threw, unchanged. Do not keep it: it may keep the plugin's code loaded.</param>
public sealed class PluginFault(PluginId plugin, Exception exception)
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets what it threw, unchanged.</summary>
    public Exception Exception { get; } = exception;

    /// <summary>Returns the plugin and the message.</summary>
    public override string ToString() => $"{Plugin}: {Exception.Message}";
}
