namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>One parameter of a hook.</summary>
/// <param name="Name">The name, without the @ that a keyword needs.</param>
/// <param name="Identifier">The name in generated code.</param>
/// <param name="WireName">The name in other processes.</param>
/// <param name="Type">The fully qualified type with its nullable annotations.</param>
/// <param name="TypeOf">The same, fit for a typeof.</param>
/// <param name="IsToken">Whether it is the cancellation token.</param>
/// <param name="IsValueType">Whether null must be replaced by the default.</param>
/// <param name="IsNullable">Whether null is a valid argument.</param>
/// <param name="Default">The default as an expression, or null where there is none.</param>
/// <param name="Description">What the documentation comment says of it.</param>
internal sealed record ParameterModel(
    string Name,
    string Identifier,
    string WireName,
    string Type,
    string TypeOf,
    bool IsToken,
    bool IsValueType,
    bool IsNullable,
    string? Default,
    string? Description);
