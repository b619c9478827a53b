namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>A plugin that has been set up says that it cannot serve.</summary>
internal sealed class UnhealthyException(string message) : PluginRegistryException(message)
{
    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginUnavailable;
}
