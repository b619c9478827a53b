namespace Dagstack.Extensions.Plugins;

/// <summary>A unit of work cannot be run, or not as it was asked for.</summary>
/// <param name="plugin">The plugin, as it was written.</param>
/// <param name="message">What is wrong, and what to change.</param>
/// <param name="innerException">What is behind it.</param>
public sealed class UnitRefusedException(string plugin, string message, Exception? innerException = null) : PluginRegistryException(message, innerException)
{
    /// <summary>Gets the plugin, as it was written.</summary>
    public string Plugin { get; } = plugin;
}
