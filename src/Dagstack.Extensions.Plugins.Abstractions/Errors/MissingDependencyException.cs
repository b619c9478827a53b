namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin or resource that another plugin depends on is not there, not ready, or not declared.</summary>
/// <param name="plugin">The plugin that depends on it.</param>
/// <param name="dependency">The name of what is missing.</param>
/// <param name="message">What is missing, and what to do.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class MissingDependencyException(PluginId plugin, string dependency, string message, Exception? innerException = null)
    : PluginRegistryException(message, innerException)
{
    /// <summary>Gets the plugin that depends on it.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the name of what is missing: <c>kind:name</c> of a plugin, or the name of a resource.</summary>
    public string Dependency { get; } = dependency;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.MissingDependency;
}
