using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>Calls of tool functions with arguments that are not JSON yet.</summary>
public static class ToolsExtensions
{
    /// <summary>Writes arguments as JSON, checks them against the schema of a function and calls it.</summary>
    /// <param name="tools">The functions.</param>
    /// <param name="function">The function: its name, or <c>plugin.function</c>.</param>
    /// <param name="args">
    /// An object whose properties are the arguments, under their names as they are written: <c>new { city = "Oslo" }</c>, a dictionary. For text that is JSON already
    /// use <see cref="ITools.CallAsync"/> and <see cref="JsonElement.Parse(string, JsonDocumentOptions)"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <typeparam name="TArgs">The type of the arguments, which is looked at by reflection.</typeparam>
    /// <returns>The function's result; JSON null if it has none.</returns>
    /// <exception cref="PluginRegistryException">As for <see cref="ITools.CallAsync"/>.</exception>
    public static ValueTask<JsonElement> CallAsync<TArgs>(this ITools tools, string function, TArgs args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return tools.CallAsync(function, JsonSerializer.SerializeToElement(args), cancellationToken);
    }
}
