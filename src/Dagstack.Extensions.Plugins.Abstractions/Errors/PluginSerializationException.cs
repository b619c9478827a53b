namespace Dagstack.Extensions.Plugins;

/// <summary>A call of a hook cannot be carried by JSON: an argument, a result, or the hook itself.</summary>
/// <remarks>See §7 and §8 of the plugin contract, SerializationError.</remarks>
/// <param name="message">What cannot be carried, where it was found, what was expected, and what to do.</param>
/// <param name="innerException">What the serializer said.</param>
public sealed class PluginSerializationException(string message, Exception? innerException = null) : PluginRegistryException(message, innerException)
{
    /// <summary>Gets the kind of the contract.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the hook, by its .NET name.</summary>
    public required string Hook { get; init; }

    /// <summary>Gets the parameter, by its .NET name.</summary>
    /// <value>Null for a result, and for arguments as a whole.</value>
    public string? Parameter { get; init; }

    /// <summary>Gets the place in the payload or the result, as a JSON path such as <c>$.items[3].when</c>.</summary>
    /// <value><c>$</c> by default: all of it.</value>
    public string Path { get; init; } = "$";

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.SerializationError;
}
