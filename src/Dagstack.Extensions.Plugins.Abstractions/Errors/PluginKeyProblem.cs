namespace Dagstack.Extensions.Plugins;

/// <summary>A parameter that asks for a plugin by a key that no such plugin has.</summary>
public sealed class PluginKeyProblem
{
    /// <summary>Gets the key, as it is written in <c>[FromKeyedServices]</c>.</summary>
    /// <value>Empty for a contract that is asked for without one.</value>
    public required string Key { get; init; }

    /// <summary>Gets the name of the class whose constructor it is, or of whatever else asks, such as an endpoint.</summary>
    public required string ImplementationType { get; init; }

    /// <summary>Gets the name of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Gets the name of the parameter's type.</summary>
    public required string ParameterType { get; init; }

    /// <summary>Gets the key that was probably meant.</summary>
    /// <value>Null if no key is near, or if the key is right and the type is not.</value>
    public string? NearestKey { get; init; }

    /// <summary>Gets a value indicating whether the parameter has a default value, which the container then uses.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Gets what is wrong and what to do about it.</summary>
    public required string Message { get; init; }

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
