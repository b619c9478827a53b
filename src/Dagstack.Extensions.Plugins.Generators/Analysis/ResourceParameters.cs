using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Constructor parameters that are resources by their type or key.</summary>
internal static class ResourceParameters
{
    /// <summary>Compares the parameters of a class with the resources of its manifest.</summary>
    public static IEnumerable<ResourceParameter> Check(INamedTypeSymbol type, ManifestFile manifest)
    {
        // Of several constructors it is the host that chooses, by what it has.
        var constructors = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        if (constructors.Count != 1)
        {
            yield break;
        }

        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in constructors[0].Parameters)
        {
            if (ResourceOf(parameter) is not { } resource || manifest.Required.Contains(resource) || !reported.Add(resource + manifest.Optional.Contains(resource)))
            {
                continue;
            }

            if (!manifest.Optional.Contains(resource))
            {
                yield return new(parameter, resource, IsDeclared: false);
            }
            else if (parameter is { NullableAnnotation: NullableAnnotation.NotAnnotated })
            {
                yield return new(parameter, resource, IsDeclared: true);
            }
        }
    }

    // By a key, a parameter may be anything of the host's: only the names that every host has are known here.
    private static string? ResourceOf(IParameterSymbol parameter)
    {
        var key = parameter.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "FromKeyedServicesAttribute");
        return key is null
            ? ResourceTypes.ByType.TryGetValue(parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(), out var resource) ? resource : null
            : key.ConstructorArguments.FirstOrDefault().Value is string name && ResourceTypes.Of(name).Any() ? name : null;
    }
}
