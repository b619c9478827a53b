namespace Dagstack.Extensions.Plugins;

/// <summary>A place where something asks the container for a plugin, or may: a parameter with a key, or with none.</summary>
/// <remarks>For packages that know of places which no registered class has, such as the handlers of endpoints. See <c>CheckPluginKeys</c>.</remarks>
public sealed class PluginKeyUse
{
    /// <summary>Gets what asks, as a message names it, such as a class or an endpoint.</summary>
    public required string Place { get; init; }

    /// <summary>Gets the name of the parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Gets the type of the parameter.</summary>
    public required Type ParameterType { get; init; }

    /// <summary>Gets the key in <c>[FromKeyedServices]</c>.</summary>
    /// <value>Null by default: there is none. Only a contract that is asked for so is told of.</value>
    public string? Key { get; init; }

    /// <summary>Gets a value indicating whether the place does without, which is then worth a warning.</summary>
    /// <value>False by default.</value>
    public bool IsOptional { get; init; }
}
