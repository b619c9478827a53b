namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin did not finish within its time.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="operation">What took too long, such as <c>setup</c>.</param>
/// <param name="timeout">The time it had.</param>
/// <param name="message">What took too long, and what to do.</param>
public sealed class PluginTimeoutException(PluginId plugin, string operation, TimeSpan timeout, string message)
    : PluginRegistryException(message)
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets what took too long.</summary>
    public string Operation { get; } = operation;

    /// <summary>Gets the time it had.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginTimeout;
}
