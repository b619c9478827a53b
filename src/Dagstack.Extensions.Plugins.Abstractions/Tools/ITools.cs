using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>The functions of all tool plugins as one: finds the plugin that has a function, checks the arguments, and calls it.</summary>
/// <remarks>
/// A singleton of the host that can be injected anywhere, plugins included. A function is called by its own name or, always, as
/// <c>plugin.function</c>. Of several plugins that have a name the one with the highest priority is meant, then the first by its own name. It
/// follows plugins as they become ready or unavailable; members may be called by several threads. See §9 of the plugin contract.
/// </remarks>
public interface ITools
{
    /// <summary>Returns the functions of the plugins that serve, by the priority of plugins, then their names, then in the plugin's own order.</summary>
    /// <remarks>
    /// A plugin is asked once for each start, and again when its runtime says that it has changed, for no longer than the time-out of the kind <c>tool</c>, 30 seconds if it has none. One that fails to answer is logged,
    /// left out, and asked again with the next call.
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A snapshot; those whose schema cannot be used are in it, and say why.</returns>
    ValueTask<IReadOnlyList<ToolFunction>> GetFunctionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Checks arguments against the schema of a function and calls it.</summary>
    /// <param name="function">The function: its name, or <c>plugin.function</c>.</param>
    /// <param name="args">The arguments, an object. A default value stands for an object without properties.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The function's result; JSON null if it has none.</returns>
    /// <exception cref="ToolNotFoundException">No plugin that serves has such a function.</exception>
    /// <exception cref="ToolArgumentsException">The arguments do not fit the schema; the plugin was not called.</exception>
    /// <exception cref="ToolSchemaException">The schema cannot be used; the plugin was not called.</exception>
    /// <exception cref="ToolCallException">The function answered with an error.</exception>
    /// <exception cref="PluginSerializationException">The plugin is elsewhere, and refused arguments that fit its schema.</exception>
    /// <exception cref="RuntimeNotSupportedException">The plugin is elsewhere, and asked for what a host does not offer.</exception>
    /// <exception cref="PluginUnavailableException">The plugin that is named before the function does not serve.</exception>
    ValueTask<JsonElement> CallAsync(string function, JsonElement args = default, CancellationToken cancellationToken = default);

    /// <summary>Gets the same functions with options for the calls that are made through the result: a deadline, metadata.</summary>
    /// <param name="options">The options. Those for calls of many plugins have no effect.</param>
    /// <returns>A view; cheap, and to be thrown away.</returns>
    ITools With(PluginCallOptions options);
}
