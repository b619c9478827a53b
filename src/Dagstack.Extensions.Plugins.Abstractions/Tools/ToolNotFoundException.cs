namespace Dagstack.Extensions.Plugins;

/// <summary>No plugin that serves has the tool function that was called.</summary>
/// <param name="function">The function, as it was written.</param>
/// <param name="nearest">The function that was probably meant, if there is one.</param>
/// <param name="known">The functions that there are.</param>
/// <param name="message">What was called, and what to do.</param>
public sealed class ToolNotFoundException(string function, string? nearest, IReadOnlyList<string> known, string message)
    : PluginRegistryException(message)
{
    /// <summary>Gets the function, as it was written.</summary>
    public string Function { get; } = function;

    /// <summary>Gets the function that was probably meant.</summary>
    /// <value>Null if no name is near.</value>
    public string? Nearest { get; } = nearest;

    /// <summary>Gets the functions that can be called now, by their <see cref="ToolFunction.CallName"/>.</summary>
    public IReadOnlyList<string> Known { get; } = known;
}
