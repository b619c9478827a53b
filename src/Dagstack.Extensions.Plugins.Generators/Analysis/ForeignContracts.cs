using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Interfaces of other libraries that <c>[assembly: PluginKind&lt;T&gt;]</c> makes contracts, in this project or one that it references.</summary>
internal static class ForeignContracts
{
    private const string Abstractions = "Dagstack.Extensions.Plugins.Abstractions";
    private const string AttributeName = "Dagstack.Extensions.Plugins.PluginKindAttribute`1";

    public static IEnumerable<(string Kind, ITypeSymbol Type, string Dispatch)> Of(Compilation compilation)
    {
        var attribute = compilation.GetTypeByMetadataName(AttributeName);
        return attribute is null ? [] : Assemblies(compilation)
            .SelectMany(static assembly => assembly.GetAttributes())
            .Where(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass?.OriginalDefinition, attribute))
            .Select(static candidate => (
                candidate.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty,
                candidate.AttributeClass!.TypeArguments[0],
                ContractParser.DispatchName(candidate.NamedArguments.FirstOrDefault(static argument => argument.Key == "Dispatch").Value.Value as int? ?? 0)));
    }

    /// <summary>Finds the assemblies that may have contracts: this one, and those that know the attributes.</summary>
    public static IEnumerable<IAssemblySymbol> Assemblies(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols
        .Where(static assembly => assembly.Name == Abstractions || assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Abstractions)))
        .Prepend(compilation.Assembly);
}
