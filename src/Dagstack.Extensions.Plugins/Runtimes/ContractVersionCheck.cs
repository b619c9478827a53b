using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins;

/// <summary>Compares the contracts that a plugin was built against with the host's, from metadata, before anything is loaded.</summary>
internal static class ContractVersionCheck
{
    /// <summary>Refuses a plugin that was built against a newer contract than the host has.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="path">The entry assembly.</param>
    /// <param name="shared">The host's contracts.</param>
    /// <exception cref="VersionIncompatibleException">A contract is newer.</exception>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public static void EnsureNotNewer(PluginId plugin, string path, SharedAssemblies shared)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
        {
            throw new BadImageFormatException("The file has no .NET metadata.", path);
        }

        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            var name = metadata.GetString(reference.Name);
            if (shared.Contracts.TryGetValue(name, out var contract)
                && contract.GetName().Version is { } has
                && reference.Version > has)
            {
                throw new VersionIncompatibleException(
                    $"The plugin '{plugin}' was built against {name} {reference.Version}, and this host has {has}. Update {name} in the host, or build the plugin against {has} or older. ({path})",
                    name,
                    reference.Version.ToString(),
                    has.ToString(),
                    plugin);
            }
        }
    }
}
