using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using NuGet.Packaging;
using NuGet.Versioning;

namespace Dagstack.Tool.Packing;

/// <summary>A plugin that is complete, and what its package is called.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="PackageId">The name of the package.</param>
/// <param name="Version">The version of both.</param>
/// <param name="Contracts">The contracts that it was made for.</param>
/// <param name="Files">What travels, the note for tools with it.</param>
internal sealed record PluginToPack(PluginManifest Manifest, string PackageId, NuGetVersion Version, IReadOnlyList<PackedContract> Contracts, IReadOnlyList<PackedFile> Files)
{
    private const string Transformed = ".pp";

    /// <summary>Gets the folder that it has beside a host, below <c>plugins</c>.</summary>
    public string Folder => PluginFolderName.Of(Manifest.Id);

    /// <summary>Puts together what is packed.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="packageId">The name of the package.</param>
    /// <param name="contracts">The contracts.</param>
    /// <param name="files">Its files.</param>
    /// <exception cref="RefusedException">Something is missing.</exception>
    public static PluginToPack Of(PluginManifest manifest, string packageId, IReadOnlyList<PackedContract> contracts, PackedFiles files)
    {
        var version = VersionOf(manifest);
        if (manifest.EntryPoint is { Module: var module } && !files.Files.Any(file => file.Path == module + ".dll" || file.Path == module + ".cs"))
        {
            throw new RefusedException($"{manifest.Id} cannot be packed: its manifest names the module '{module}', and there is no {module}.dll beside it. Build the plugin, and name its project or the folder that it is built into.");
        }

        var note = new PackedNote(packageId, version.ToNormalizedString(), contracts, [.. files.Files.Where(static file => file.IsProgram).Select(static file => file.Path)]);
        return new(manifest, packageId, version, contracts, [.. files.Files.Append(PackedFile.Of(PackedNote.FileName, note.ToBytes())).OrderBy(static file => file.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Checks what packages change on their way into a host.</summary>
    /// <exception cref="RefusedException">A file would not arrive as it is.</exception>
    public void CheckForPackage()
    {
        if (Files.FirstOrDefault(static file => file.Path.EndsWith(Transformed, StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file.Path) == "_._") is { } changed)
        {
            throw new RefusedException($"{Manifest.Id} cannot be packed as a package: NuGet does not bring the file '{changed.Path}' as it is, since names that end with {Transformed} and the name _._ mean something else to it. Rename it, or make a zip by --zip.");
        }
    }

    /// <summary>Gets the name of a package.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="given">What it is to be; null for kind and name of the plugin.</param>
    /// <exception cref="WrongUseException">No package can have that name.</exception>
    public static string IdOf(PluginId plugin, string? given)
    {
        var id = given ?? PluginFolderName.Of(plugin);
        return id.Length <= PackageIdValidator.MaxPackageIdLength && PackageIdValidator.IsValidPackageId(id)
            ? id
            : throw new WrongUseException(given is null
                ? $"'{id}' is no name that a package can have: between letters and digits there is one '.', '-' or '_' at a time, and the last is none. Give the package a name by --id, as Acme.Chunkers.Fixed."
                : $"'{given}' is no name of a package. Write letters and digits, with one '.', '-' or '_' between them, as Acme.Chunkers.Fixed; at most {PackageIdValidator.MaxPackageIdLength} of them.");
    }

    private static NuGetVersion VersionOf(PluginManifest manifest) => manifest.Version switch
    {
        null => throw new RefusedException($"{manifest.Id} cannot be packed: its manifest has no version. Add the line version = \"1.0.0\" to the table [plugin]."),
        var text when NuGetVersion.TryParse(text, out var version) => version,
        var text => throw new RefusedException($"{manifest.Id} cannot be packed: its version \"{Excerpt.Of(text)}\" is none that a package can have. Write it in the manifest as \"1.0.0\", or \"1.0.0-beta.1\" before a release."),
    };
}
