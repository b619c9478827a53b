namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A schema that has a type of its own in a module.</summary>
/// <param name="Name">The name of the type.</param>
/// <param name="Place">The schema.</param>
internal sealed record Declaration(string Name, Place Place)
{
    /// <summary>Gets the names of the types in it that stand after it in the module, its own among them: those that go in circles.</summary>
    public IReadOnlySet<string> Ahead { get; init; } = new HashSet<string>();

    /// <summary>Gets a value indicating whether it is an object with names that are known.</summary>
    public bool IsObject => Place.Shape is ObjectShape { Fields.Count: > 0 };
}
