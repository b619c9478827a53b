namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>What is known of one parameter of a hook.</summary>
/// <remarks>Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). Properties may be added, with a default.</remarks>
public sealed class HookParameter
{
    /// <summary>Gets the name in .NET.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name that other processes know, in snake_case.</summary>
    public required string WireName { get; init; }

    /// <summary>Gets the type.</summary>
    public required Type Type { get; init; }

    /// <summary>Gets a value indicating whether the argument may be left out. The default is false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Gets the value of an argument that was left out; null stands for the default of a value type.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Gets what the parameter is for, as its documentation comment says. The default is null: there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether null is a valid argument. The default is false.</summary>
    public bool IsNullable { get; init; }
}
