using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What of a project is a plugin's: all of it if it has a manifest, else the classes with <c>[Plugin]</c>.</summary>
internal sealed class PluginProject
{
    private const string PluginName = "Dagstack.Extensions.Plugins.PluginAttribute";
    private const string KindName = "Dagstack.Extensions.Plugins.PluginKindAttribute";

    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _plugin;
    private readonly INamedTypeSymbol? _kind;
    private readonly Lazy<IReadOnlyList<ITypeSymbol>> _foreign;

    private PluginProject(Compilation compilation, INamedTypeSymbol plugin, IReadOnlyList<ManifestFile> manifests)
    {
        (_compilation, _plugin, Manifests) = (compilation, plugin, manifests);
        _kind = compilation.GetTypeByMetadataName(KindName);
        _foreign = new(() => [.. ForeignContracts.Of(compilation).Select(static contract => contract.Type)]);
        Allowances = new(compilation.GetTypeByMetadataName(Allowances.AttributeName));
    }

    public IReadOnlyList<ManifestFile> Manifests { get; }

    public Allowances Allowances { get; }

    /// <summary>Gets a value indicating whether the project is a plugin, helper classes and all.</summary>
    public bool IsWhole => Manifests.Count > 0;

    /// <summary>Looks for plugins in a project.</summary>
    /// <returns>What is a plugin's, or null if the project knows no plugins.</returns>
    public static PluginProject? Find(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) => compilation.GetTypeByMetadataName(PluginName) is { } plugin
        ? new(compilation, plugin, [.. options.AdditionalFiles.Select(file => ManifestFile.Read(file, cancellation)).OfType<ManifestFile>()])
        : null;

    /// <summary>Whether a type, or one around it, has <c>[Plugin]</c>.</summary>
    public bool IsMarked(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _plugin)) || (type.ContainingType is { } outer && IsMarked(outer));

    /// <summary>Whether callers call hooks of this class.</summary>
    public bool IsPluginClass(INamedTypeSymbol type) => IsMarked(type) || type.AllInterfaces.Any(IsContract);

    /// <summary>Whether a method is a hook of a plugin's class.</summary>
    public bool IsHook(IMethodSymbol method) =>
        method.ContainingType is { TypeKind: TypeKind.Class } type
        && (IsWhole || IsMarked(type))
        && type.AllInterfaces.Where(IsContract).Any(contract => contract.GetMembers().Any(hook => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(hook), method)));

    /// <summary>Whether the manifest that names the class lets it block.</summary>
    public bool MayBlock(INamedTypeSymbol type) => Manifests.Any(manifest => manifest.MayBlock && manifest.ModuleName == _compilation.AssemblyName && EntryPoints.Names(manifest, type));

    private bool IsContract(INamedTypeSymbol type) => TypeChecks.IsContract(type, _kind) || _foreign.Value.Contains(type, SymbolEqualityComparer.Default);
}
