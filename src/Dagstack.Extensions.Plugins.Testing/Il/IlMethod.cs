using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>A method of a plugin's own, and what it does.</summary>
internal sealed class IlMethod
{
    public required MethodDefinitionHandle Handle { get; init; }

    /// <summary>Gets the full name of the type as written in source: of a closure or state machine, the type around it.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the name of the member as written in source: of a lambda, local function or state machine, the method around it.</summary>
    public required string Member { get; init; }

    /// <summary>Gets the name in metadata.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<IlInstruction> Instructions { get; init; }

    /// <summary>Gets what each instruction names, by offset.</summary>
    public required IReadOnlyDictionary<int, MemberName> Members { get; init; }

    /// <summary>Gets a value indicating whether it is the body that the compiler made of an async method or an iterator.</summary>
    public bool IsStateMachine => Name == "MoveNext" && Type != Member;

    public bool IsStaticConstructor => Name == ".cctor";

    public bool Calls(string type) => Members.Values.Any(member => member.Type == type);
}
