using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Types as generated code writes them.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat s_annotated = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_plain = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The type with its nullable annotations, for signatures.</summary>
    /// <remarks>A dynamic argument would make the call of the plugin a dynamic one.</remarks>
    public static string Annotated(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic
        ? type.NullableAnnotation == NullableAnnotation.Annotated ? "object?" : "object"
        : type.ToDisplayString(s_annotated);

    /// <summary>The type without them, for typeof and for names.</summary>
    public static string Plain(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : type.ToDisplayString(s_plain);

    /// <summary>The type for people.</summary>
    public static string Readable(ITypeSymbol type) => Plain(type).Replace("global::", string.Empty);

    /// <summary>The full name of a generic definition, for comparison.</summary>
    public static string Definition(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
