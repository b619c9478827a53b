using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Classes that an entry point names: by their full name, or by a simple one that is unique.</summary>
internal static class EntryPoints
{
    public static bool Names(ManifestFile manifest, INamedTypeSymbol type) =>
        manifest.ClassName is { } name && (type.Name == name || FullName(type) == name);

    public static IReadOnlyList<INamedTypeSymbol> Find(ManifestFile manifest, Compilation compilation, CancellationToken cancellation)
    {
        var name = manifest.ClassName!;
        var simple = name.Substring(name.LastIndexOfAny(['.', '+']) + 1);
        return [.. compilation.GetSymbolsWithName(simple, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>().Where(type => Names(manifest, type))];
    }

    /// <summary>Gets the name as reflection has it.</summary>
    public static string FullName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{FullName(outer)}+{type.MetadataName}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}" : type.MetadataName;
}
