using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>The line that a manifest should have: which assembly a project builds is known once it is built.</summary>
internal static class EntryPointLine
{
    private const TypeAttributes Unfit = TypeAttributes.Interface | TypeAttributes.Abstract;

    /// <summary>Writes the line for a class that is known.</summary>
    public static string Of(string assembly, string className) => $"{ManifestKeys.EntryPoint} = \"{Path.GetFileNameWithoutExtension(assembly)}:{className}\"";

    /// <summary>Writes the line with the only class that can be meant, or with a word in its place.</summary>
    /// <param name="assembly">The path of the assembly that the project builds.</param>
    public static string Of(string assembly) => Candidates(assembly) is [var single]
        ? $"Here that is {Of(assembly, single)}."
        : $"Here that is {Of(assembly, "Class")}, with the class that implements the contract.";

    private static List<string> Candidates(string assembly)
    {
        // A project that builds nothing has no class, and the compiler says why.
        if (!File.Exists(assembly))
        {
            return [];
        }

        using var image = new PEReader(File.OpenRead(assembly));
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(static type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public && (type.Attributes & Unfit) == 0)
                .Where(type => type.GetGenericParameters().Count == 0 && MayImplementAContract(metadata, type))
                .Select(type => metadata.GetString(type.Name)),
        ];
    }

    /// <summary>A contract is implemented by the class itself or by one that it derives from; interfaces of the framework, which records have, are none.</summary>
    private static bool MayImplementAContract(MetadataReader metadata, TypeDefinition type) =>
        type.BaseType is not { Kind: HandleKind.TypeReference } parent
        || metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) != nameof(Object)
        || type.GetInterfaceImplementations().Select(handle => metadata.GetInterfaceImplementation(handle).Interface).Any(contract => !IsOfFramework(metadata, contract));

    private static bool IsOfFramework(MetadataReader metadata, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Namespace).Split('.')[0] == nameof(System),

        // Of generic interfaces, those of records are meant: a contract has no type parameters.
        HandleKind.TypeSpecification => true,
        _ => false,
    };
}
