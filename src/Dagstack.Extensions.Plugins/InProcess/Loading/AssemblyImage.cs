using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>An assembly file as its metadata tells, read without loading it.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader _image;
    private readonly MetadataReader? _metadata;

    private AssemblyImage(Stream stream)
    {
        _image = new(stream);
        try
        {
            Span<byte> start = stackalloc byte[4];
            Complaint = ImageFormat.OfStart(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
            stream.Position = 0;
            Complaint ??= ImageFormat.OfHeaders(_image.PEHeaders, stream.Length);
            if (Complaint is null)
            {
                _metadata = _image.GetMetadataReader();
                Complaint = ImageFormat.OfMetadata(_metadata, ReadAttributes());
            }
        }
        catch (BadImageFormatException fault)
        {
            Complaint = $"is damaged: {fault.Message} Copy or build it again.";
        }
    }

    /// <summary>Gets what is wrong with the file, as the end of a sentence that has it as its subject; null if this process can load it.</summary>
    public string? Complaint { get; }

    /// <summary>Gets the framework that it was built for, such as <c>.NETCoreApp,Version=v10.0</c>; null if it does not say.</summary>
    public string? TargetFramework { get; private set; }

    /// <summary>Gets the metadata of a file without complaint.</summary>
    public MetadataReader Metadata => _metadata!;

    /// <summary>Gets the assemblies that it was built against.</summary>
    public IEnumerable<(string Name, Version Version)> References =>
        Metadata.AssemblyReferences.Select(handle => Metadata.GetAssemblyReference(handle)).Select(reference => (Metadata.GetString(reference.Name), reference.Version));

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be opened.</exception>
    public static AssemblyImage Open(string path) => new(RegularFile.OpenRead(path));

    /// <summary>Reads an assembly that is no file.</summary>
    public static AssemblyImage Of(Stream image) => new(image);

    /// <summary>Tells whether an attribute's type comes from another assembly and has that simple name.</summary>
    public static bool IsOf(MetadataReader metadata, CustomAttribute attribute, string type) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, type);

    public void Dispose() => _image.Dispose();

    /// <summary>Reads the attributes of interest, and tells whether this is a reference assembly.</summary>
    private bool ReadAttributes()
    {
        if (!Metadata.IsAssembly)
        {
            return false;
        }

        var isReference = false;
        foreach (var handle in Metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = Metadata.GetCustomAttribute(handle);
            if (IsOf(Metadata, attribute, "TargetFrameworkAttribute"))
            {
                var value = Metadata.GetBlobReader(attribute.Value);
                TargetFramework = value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
            }
            else
            {
                isReference |= IsOf(Metadata, attribute, "ReferenceAssemblyAttribute");
            }
        }

        return isReference;
    }
}
