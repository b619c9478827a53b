using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.Scripts.Texts;

/// <summary>Tells one build of an assembly from another, without loading it.</summary>
internal static class AssemblyId
{
    /// <summary>Reads the id that a compiler gives to what it makes.</summary>
    /// <returns>Null for a file that is no assembly, such as a native library.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static Guid? Of(string file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata)
            {
                return null;
            }

            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly ? metadata.GetGuid(metadata.GetModuleDefinition().Mvid) : null;
        }
        catch (Exception fault) when (fault is BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets the id of an assembly that a plugin has from its host.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static Guid? Of(PluginModuleReference reference) => reference.Assembly?.ManifestModule.ModuleVersionId ?? Of(reference.File!);
}
