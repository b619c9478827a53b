using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Finds types that JSON cannot carry to another process and bring back equal.</summary>
internal sealed class CarriedTypes(Compilation compilation)
{
    private readonly Dictionary<ISymbol, RefusedType> _refused = RefusedTypes.ByName
        .Select(refused => (Type: compilation.GetTypeByMetadataName(refused.Key), refused.Value))
        .Where(static refused => refused.Type is not null)
        .ToDictionary(static refused => (ISymbol)refused.Type!, static refused => refused.Value, SymbolEqualityComparer.Default);

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

        if (Refusal(type) is { } refused)
        {
            return $"{path} is {refused.Found}: {refused.Advice}";
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

    private RefusedType? Refusal(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return array.Rank > 1 ? RefusedTypes.Dimensions : null;
        }

        for (var parent = type; parent is not null; parent = parent.BaseType)
        {
            if (_refused.TryGetValue(parent.OriginalDefinition, out var refused))
            {
                return refused;
            }
        }

        return type.AllInterfaces.Select(candidate => _refused.TryGetValue(candidate.OriginalDefinition, out var refused) ? refused : null).FirstOrDefault(static refused => refused is not null);
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
