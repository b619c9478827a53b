namespace Dagstack.Extensions.Plugins;

/// <summary>Plugins depend on each other in a circle.</summary>
/// <param name="cycle">The whole cycle: each plugin depends on the next, the last on the first.</param>
public sealed class DependencyCycleException(IReadOnlyList<PluginId> cycle)
    : PluginRegistryException($"Plugins depend on each other in a circle: {string.Join(" -> ", cycle.Append(cycle[0]))}. Remove one of these from 'depends_on', or from the constructor, of the plugin before it.")
{
    /// <summary>Gets the whole cycle: each plugin depends on the next, the last on the first.</summary>
    public IReadOnlyList<PluginId> Cycle { get; } = cycle;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.DependencyCycle;
}
