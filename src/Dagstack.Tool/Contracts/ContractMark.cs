using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Tool.Contracts;

/// <summary>The attribute that the generator puts on an assembly for each contract in it.</summary>
internal static class ContractMark
{
    /// <summary>Tells whether an assembly bears it, by its metadata.</summary>
    public static bool IsOn(string file)
    {
        var image = File.ReadAllBytes(file);
        return image.AsSpan().IndexOf("PluginContractAttribute"u8) >= 0 && IsOn(image);
    }

    private static bool IsOn(byte[] image)
    {
        try
        {
            using var stream = new MemoryStream(image);
            using var file = new PEReader(stream);
            var metadata = file.HasMetadata ? file.GetMetadataReader() : null;
            return metadata is { IsAssembly: true } && metadata.GetAssemblyDefinition().GetCustomAttributes().Any(handle => IsIt(metadata, metadata.GetCustomAttribute(handle)));
        }
        catch (BadImageFormatException)
        {
            // What is damaged bears nothing, and whoever names it is told.
            return false;
        }
    }

    private static bool IsIt(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, "PluginContractAttribute");
}
