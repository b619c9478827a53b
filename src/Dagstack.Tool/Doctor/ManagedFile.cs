using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Tool.Doctor;

/// <summary>What an assembly's metadata says, read without loading it.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Version">Its version.</param>
/// <param name="References">The assemblies that it was built against.</param>
internal sealed record ManagedFile(string Name, Version Version, IReadOnlyDictionary<string, Version> References)
{
    /// <summary>Reads a file.</summary>
    /// <returns>What it says; null if it is no assembly or cannot be read.</returns>
    public static ManagedFile? Read(string file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata)
            {
                return null;
            }

            var metadata = image.GetMetadataReader();
            if (!metadata.IsAssembly)
            {
                return null;
            }

            var own = metadata.GetAssemblyDefinition();
            var references = new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase);
            foreach (var handle in metadata.AssemblyReferences)
            {
                var reference = metadata.GetAssemblyReference(handle);
                references[metadata.GetString(reference.Name)] = reference.Version;
            }

            return new(metadata.GetString(own.Name), own.Version, references);
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}
