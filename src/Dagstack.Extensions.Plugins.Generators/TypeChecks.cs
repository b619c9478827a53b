using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Questions about types that generated code is going to name.</summary>
internal static class TypeChecks
{
    /// <summary>Whether a value of the type lives on the stack, or needs unsafe code to be named.</summary>
    public static bool IsUnkeepable(ITypeSymbol type) =>
        type.IsRefLikeType || Any(type, static part => part.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer);

    /// <summary>Finds a type that does not exist, or not yet: generators do not see each other's output.</summary>
    public static ITypeSymbol? Missing(ITypeSymbol type)
    {
        ITypeSymbol? missing = null;
        Any(type, part =>
        {
            missing ??= part.TypeKind == TypeKind.Error ? part : null;
            return missing is not null;
        });
        return missing;
    }

    /// <summary>Whether the type, one around it or one of its arguments can be named in its own file only.</summary>
    public static bool IsFileLocal(ITypeSymbol type) => Any(type, static part => part is INamedTypeSymbol { IsFileLocal: true });

    /// <summary>Whether the type or one around it has parameters that nothing was given for.</summary>
    public static bool IsOpen(INamedTypeSymbol type) =>
        type.IsUnboundGenericType || Any(type, static part => part.TypeKind == TypeKind.TypeParameter);

    public static bool Has(ISymbol symbol, string attribute) => Find(symbol, attribute) is not null;

    public static AttributeData? Find(ISymbol? symbol, string attribute) => symbol?.GetAttributes()
        .FirstOrDefault(candidate => candidate.AttributeClass is { } type && TypeNames.Definition(type) == attribute);

    /// <summary>Whether an interface has <c>[PluginKind]</c>.</summary>
    public static bool IsContract(INamedTypeSymbol type, INamedTypeSymbol? kind) => kind is not null && type.TypeKind == TypeKind.Interface
        && type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, kind));

    private static bool Any(ITypeSymbol type, Func<ITypeSymbol, bool> matches) => matches(type) || type switch
    {
        IArrayTypeSymbol array => Any(array.ElementType, matches),
        INamedTypeSymbol named => (named.ContainingType is { } outer && Any(outer, matches))
            || named.TypeArguments.Any(argument => Any(argument, matches)),
        _ => false,
    };
}
