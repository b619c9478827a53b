namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A call of a hook cannot be carried by JSON: an argument, a result, or the hook itself.</summary>
/// <remarks>See §7 of the plugin contract, SerializationError.</remarks>
/// <param name="message">What cannot be carried, and what to do.</param>
/// <param name="innerException">What the serializer said.</param>
public sealed class PluginSerializationException(string message, Exception? innerException = null) : PluginRegistryException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => PluginInvariants.SerializationError;
}
