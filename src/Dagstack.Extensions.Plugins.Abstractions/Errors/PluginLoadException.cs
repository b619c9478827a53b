namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin's code cannot be loaded or its class cannot be constructed.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="message">What cannot be loaded, why, and what to do.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class PluginLoadException(PluginId plugin, string message, Exception? innerException = null)
    : PluginRegistryException(message, innerException)
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginLoadError;
}
