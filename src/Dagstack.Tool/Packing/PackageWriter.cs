using Dagstack.Tool.Archives;
using NuGet.Common;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Licenses;
using NuGet.Versioning;

namespace Dagstack.Tool.Packing;

/// <summary>Writes a plugin as a package of NuGet: the same bytes for the same files.</summary>
internal static class PackageWriter
{
    /// <summary>What all packages of plugins have among their tags.</summary>
    private const string Tag = "dagstack-plugin";

    /// <summary>The earliest that a zip can say: when it was packed is of no use to whoever compares two packages.</summary>
    private const string Time = "1980-01-01T00:00:00Z";

    /// <summary>Writes it.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="notes">Where it is said what the package cannot say.</param>
    public static void Write(PluginToPack plugin, Stream target, List<string> notes)
    {
        var manifest = plugin.Manifest;
        var package = new PackageBuilder(deterministic: true, NullLogger.Instance)
        {
            DeterministicTimestamp = Time,
            Id = plugin.PackageId,
            Version = plugin.Version,
            Description = manifest.Description ?? $"The plugin {manifest.Id}.",
            ProjectUrl = Uri.TryCreate(manifest.Homepage, UriKind.Absolute, out var homepage) && homepage.Scheme is "https" or "http" ? homepage : null,
            LicenseMetadata = LicenseOf(manifest.License, notes),
        };
        package.Authors.AddRange(manifest.Authors.Count > 0 ? manifest.Authors : [manifest.Maintainer ?? manifest.Id.ToString()]);
        package.Tags.AddRange(new[] { Tag, manifest.Id.Kind }.Concat(manifest.Capabilities).Concat(manifest.SupportsLanguages).Select(static tag => tag.Replace(' ', '-')));
        package.DependencyGroups.Add(new(NuGetFramework.AnyFramework, plugin.Contracts
            .Where(static contract => contract.Package is not null)
            .Select(static contract => new PackageDependency(contract.Package!, new VersionRange(NuGetVersion.Parse(contract.Version!))))
            .OrderBy(static dependency => dependency.Id, StringComparer.OrdinalIgnoreCase)));

        // A host's build copies the folder as it is, and compiles none of it.
        package.ContentFiles.Add(new() { Include = $"any/any/plugins/{plugin.Folder}/**", BuildAction = "None", CopyToOutput = "true", Flatten = "false" });
        foreach (var file in plugin.Files)
        {
            package.Files.Add(new ContentFile(PluginArchive.InPackage + plugin.Folder + '/' + file.Path, file.Open));
        }

        package.Save(target);
    }

    private static LicenseMetadata? LicenseOf(string? license, List<string> notes)
    {
        if (license is null)
        {
            return null;
        }

        try
        {
            return new(LicenseType.Expression, license, NuGetLicenseExpression.Parse(license), [], LicenseMetadata.CurrentVersion);
        }
        catch (NuGetLicenseExpressionParsingException)
        {
            notes.Add($"The package names no license: \"{license}\" is no expression of SPDX, as Apache-2.0 or MIT OR Apache-2.0.");
            return null;
        }
    }
}
