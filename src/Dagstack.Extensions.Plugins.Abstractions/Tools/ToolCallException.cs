namespace Dagstack.Extensions.Plugins;

/// <summary>A tool function was called and answered with an error.</summary>
/// <remarks>An exception that a plugin throws reaches the caller unchanged; this is the plugin's own <c>is_error</c>. See §9 of the plugin contract.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="function">The function, by the name that the plugin gives it.</param>
/// <param name="errorMessage">What the plugin says, if it says anything.</param>
public sealed class ToolCallException(PluginId plugin, string function, string? errorMessage)
    : PluginRegistryException($"The tool function '{function}' of the plugin '{plugin}' failed: {(string.IsNullOrWhiteSpace(errorMessage) ? "it does not say why." : errorMessage)}")
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the function, by the name that the plugin gives it.</summary>
    public string Function { get; } = function;

    /// <summary>Gets what the plugin says.</summary>
    /// <value>Null if it says nothing.</value>
    public string? ErrorMessage { get; } = errorMessage;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginCall;
}
