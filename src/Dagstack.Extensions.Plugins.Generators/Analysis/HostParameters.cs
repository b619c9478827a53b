using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Constructor parameters that only a host can give. A host looks for the same before it starts the plugin's process, and knows its own services too.</summary>
/// <param name="kind">The attribute of contracts.</param>
/// <param name="compilation">The plugin's project.</param>
internal sealed class HostParameters(INamedTypeSymbol kind, Compilation compilation)
{
    private const string Services = "Dagstack.Extensions.Plugins.IPluginServices";

    /// <summary>Finds them; none if there is a constructor without.</summary>
    public IReadOnlyList<(IParameterSymbol Parameter, string What)> Find(INamedTypeSymbol type)
    {
        var registersOwn = type.AllInterfaces.Any(static one => EntryPoints.FullName(one) == Services);
        var constructors = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        var marked = constructors.FindAll(static constructor => constructor.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ActivatorUtilitiesConstructorAttribute"));
        var found = (marked.Count > 0 ? marked : constructors)
            .OrderByDescending(static constructor => constructor.Parameters.Length)
            .Select(constructor => constructor.Parameters
                .Where(static parameter => !parameter.IsOptional)
                .Select(parameter => (Parameter: parameter, What: WhatOfHost(parameter, registersOwn)))
                .Where(static pair => pair.What is not null)
                .Select(static pair => (pair.Parameter, pair.What!))
                .ToList())
            .ToList();
        return found.Count > 0 && found.TrueForAll(static one => one.Count > 0) ? found[0] : [];
    }

    private string? WhatOfHost(IParameterSymbol parameter, bool registersOwn)
    {
        if (parameter.Type.OriginalDefinition is not INamedTypeSymbol { SpecialType: SpecialType.None, IsValueType: false } type)
        {
            // Nobody gives it, in the host's process neither.
            return null;
        }

        var name = EntryPoints.FullName(type);
        var keyed = parameter.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "FromKeyedServicesAttribute");
        var key = keyed?.ConstructorArguments.FirstOrDefault().Value;
        return HostTypes.OfHost.TryGetValue(name, out var what) ? what
            : key is string resource && ResourceTypes.Of(resource).Any() ? null
            : key is not null && IsContract(parameter.Type) ? $"the plugin '{key}'"
            : registersOwn || (key is null && (HostTypes.OfPlugin.Contains(name) || HostTypes.Options.Contains(name))) ? null
            : key is not null ? $"a service under the key '{key}'"
            : SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) ? null
            : "a service";
    }

    private bool IsContract(ITypeSymbol type) =>
        (type is INamedTypeSymbol named && TypeChecks.IsContract(named, kind)) || ForeignContracts.Of(compilation).Any(contract => SymbolEqualityComparer.Default.Equals(contract.Type, type));
}
