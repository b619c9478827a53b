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

    /// <summary>Gets the full path of the assembly or library that cannot be loaded, or that has or needs what cannot be.</summary>
    /// <value>Null where no single file is concerned.</value>
    public string? File { get; init; }

    /// <summary>Gets the simple name of the assembly, or the name of the native library, that the plugin needs and that cannot be loaded.</summary>
    /// <value>Null where the plugin's own assembly or class is what cannot be used.</value>
    public string? Dependency { get; init; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginLoadError;
}
