using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The contracts of kinds.</summary>
internal static class KindContracts
{
    /// <summary>Finds the contracts that a class implements.</summary>
    public static IReadOnlyList<(string Kind, INamedTypeSymbol Type, string Dispatch)> Of(INamedTypeSymbol type, INamedTypeSymbol kind, Compilation compilation) =>
    [
        .. type.AllInterfaces.SelectMany(contract => KindsOf(contract, kind).Select(name => (name, contract, ContractParser.DispatchName(0)))),
        .. ForeignContracts.Of(compilation).Where(foreign => type.AllInterfaces.Contains(foreign.Type, SymbolEqualityComparer.Default)).Select(static foreign => (foreign.Kind, (INamedTypeSymbol)foreign.Type, foreign.Dispatch)),
    ];

    /// <summary>Finds the contract of a kind among everything that this project knows.</summary>
    public static ITypeSymbol? Find(string name, INamedTypeSymbol kind, Compilation compilation) =>
        ForeignContracts.Of(compilation).FirstOrDefault(foreign => foreign.Kind == name).Type
        ?? ForeignContracts.Assemblies(compilation).SelectMany(static assembly => Types(assembly.GlobalNamespace)).FirstOrDefault(type => KindsOf(type, kind).Contains(name));

    private static IEnumerable<string> KindsOf(INamedTypeSymbol type, INamedTypeSymbol kind) => type.TypeKind != TypeKind.Interface ? [] : type.GetAttributes()
        .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, kind))
        .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().SelectMany(static type => type.GetTypeMembers().Prepend(type)).Concat(space.GetNamespaceMembers().SelectMany(Types));
}
