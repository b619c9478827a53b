using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What an entry point that names no class may have meant.</summary>
internal static class EntryClassHint
{
    private const int Most = 10;

    /// <summary>Names the classes of a project that implement a contract.</summary>
    public static string Of(Compilation compilation, INamedTypeSymbol kind, CancellationToken cancellation)
    {
        var names = compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type, cancellation)
            .OfType<INamedTypeSymbol>()
            .Where(type => type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false } && type.ContainingNamespace.ToDisplayString() != "Dagstack.Generated" && type.AllInterfaces.Any(contract => TypeChecks.IsContract(contract, kind)))
            .Select(static type => type.Name)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .Take(Most + 1)
            .ToList();
        return names.Count switch
        {
            0 => "Correct the name, or write the class",
            > Most => "Correct the name",
            _ => $"Write the name of a class that implements a contract: {string.Join(", ", names)}",
        };
    }
}
