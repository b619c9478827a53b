using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Finds types that JSON cannot carry to another process and bring back equal.</summary>
internal sealed class CarriedTypes(Compilation compilation)
{
    private readonly (INamedTypeSymbol? Type, string Complaint)[] _bases =
    [
        (compilation.GetTypeByMetadataName("System.IO.Stream"), "a stream, which is a live object: give a byte[], or the name under which the bytes are stored"),
        (compilation.GetTypeByMetadataName("System.IO.TextReader"), "a reader, which is a live object: give the text"),
        (compilation.GetTypeByMetadataName("System.IO.TextWriter"), "a writer, which is a live object: return the text"),
        (compilation.GetTypeByMetadataName("System.Delegate"), "a delegate, which is code: give what it would return, or make it a hook of its own"),
        (compilation.GetTypeByMetadataName("System.Exception"), "an exception: give its text"),
        (compilation.GetTypeByMetadataName("System.Threading.Tasks.Task"), "a task, which is still going on: give its result"),
        (compilation.GetTypeByMetadataName("System.Reflection.MemberInfo"), "a part of the program: give its name"),
        (compilation.GetTypeByMetadataName("System.Reflection.Assembly"), "a part of the program: give its name"),
        (compilation.GetTypeByMetadataName("System.Threading.CancellationTokenSource"), "a source of cancellation: take a CancellationToken as the last parameter"),
    ];

    /// <summary>Gets what a hook answers with: the value that a task or a stream of values has, or null for nothing.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 } => null,
        INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" or "ChainResult", Arity: 1 } named => ResultOf(named.TypeArguments[0]),
        _ => type,
    };

    /// <summary>Finds the first such type.</summary>
    /// <returns>What is wrong, or null if nothing is.</returns>
    public string? Find(ITypeSymbol type, string path) => Find(type, path, new(SymbolEqualityComparer.Default));

    private string? Find(ITypeSymbol type, string path, HashSet<ITypeSymbol> seen)
    {
        if (!seen.Add(type))
        {
            return null;
        }

        if (Complaint(type) is { } complaint)
        {
            return $"{path} is {complaint}";
        }

        switch (type)
        {
            case IArrayTypeSymbol array:
                return Find(array.ElementType, $"an item of {path}", seen);
            case INamedTypeSymbol named when IsOfTheFramework(named):
                return named.TypeArguments.Select(argument => Find(argument, named.Arity == 1 ? $"an item of {path}" : $"a part of {path}", seen)).FirstOrDefault(static found => found is not null);
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named:
                return Members(named).Select(member => Find(member.Type, $"{member.Symbol.Name} of {path}", seen)).FirstOrDefault(static found => found is not null);
            default:
                return null;
        }
    }

    private string? Complaint(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: > 1 })
        {
            return "an array of several dimensions: use arrays of arrays";
        }

        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return "an address of this process: use a number, or a handle of your own";
        }

        for (var parent = type; parent is not null; parent = parent.BaseType)
        {
            foreach (var (candidate, complaint) in _bases)
            {
                if (SymbolEqualityComparer.Default.Equals(parent, candidate))
                {
                    return complaint;
                }
            }
        }

        return null;
    }

    // Whoever has a converter knows best what becomes of the members.
    private static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> Members(INamedTypeSymbol type) => Marked(type, "JsonConverterAttribute") ? [] : type.GetMembers()
        .Where(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && !Marked(member, "JsonIgnoreAttribute") && !Marked(member, "JsonConverterAttribute"))
        .OfType<IPropertySymbol>()
        .Where(static property => property is { IsIndexer: false, GetMethod: not null })
        .Select(static property => ((ISymbol)property, property.Type));

    private static bool Marked(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(candidate => candidate.AttributeClass?.Name == attribute);

    private static bool IsOfTheFramework(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name is "System" or "Microsoft";
    }
}
