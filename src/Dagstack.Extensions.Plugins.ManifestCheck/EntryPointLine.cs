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
                .Where(static type => type.GetGenericParameters().Count == 0 && type.GetInterfaceImplementations().Count > 0)
                .Select(type => metadata.GetString(type.Name)),
        ];
    }
}
