namespace Dagstack.Extensions.Plugins;

/// <summary>The host asks for a plugin that does not exist: one that it requires, or the active one of a kind.</summary>
/// <param name="plugin">The plugin that was asked for.</param>
/// <param name="askedBy">Who asks for it, such as <c>dagstack:active:chunker</c>.</param>
/// <param name="nearest">The plugin that was probably meant, if there is one.</param>
/// <param name="message">What was asked for, by whom, and what to do.</param>
public sealed class PluginNotFoundException(string plugin, string askedBy, string? nearest, string message)
    : PluginRegistryException(message)
{
    /// <summary>Gets the plugin that was asked for, <c>kind:name</c>, as it was written.</summary>
    public string Plugin { get; } = plugin;

    /// <summary>Gets who asks for it: a configuration key, an environment variable, or a call of the host.</summary>
    public string AskedBy { get; } = askedBy;

    /// <summary>Gets the plugin that was probably meant.</summary>
    /// <value>Null if no name is near.</value>
    public string? Nearest { get; } = nearest;
}
