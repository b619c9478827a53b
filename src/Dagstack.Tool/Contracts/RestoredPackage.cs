using System.Text.RegularExpressions;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>A package that was restored, by its name: <c>Id</c> or <c>Id@version</c>.</summary>
internal static partial class RestoredPackage
{
    /// <summary>Tells whether a text can name a package.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>Finds the assemblies of a package.</summary>
    /// <param name="name">The name, with or without a version: without it, the newest release that is there, else the newest of all.</param>
    /// <exception cref="WrongUseException">It is not there, or has no contract.</exception>
    public static FoundContract Find(string name)
    {
        var (id, version) = Resolve(name);
        return PackageContent.Find(name, PackageFolder.Of(id, version));
    }

    /// <summary>Finds the restored package of a contract that a plugin was packed for: the lowest version that will do, as NuGet chooses.</summary>
    /// <returns>Its name; null if none is restored that has contracts.</returns>
    public static string? NameOf(PackedContract contract)
    {
        if (contract is not { Package: { } id, Version: { } text } || PackageVersion.TryParse(text) is not { } lowest || !IsName(id))
        {
            return null;
        }

        var version = PackageFolder.VersionsOf(id).FirstOrDefault(version => version.CompareTo(lowest) >= 0);
        return version is not null && PackageContent.HasContract(PackageFolder.Of(id, version)) ? $"{id}@{version.Text}" : null;
    }

    /// <summary>Finds which package a name means, and in which version.</summary>
    /// <exception cref="WrongUseException">It is not there.</exception>
    public static (string Id, PackageVersion Version) Resolve(string name)
    {
        var (id, asked) = name.Split('@', 2) is [var only] ? (only, null) : (name.Split('@')[0], name.Split('@', 2)[1]);
        var versions = PackageFolder.VersionsOf(id);
        var version = asked is null ? versions.LastOrDefault(static one => one.IsRelease) ?? (versions.Count > 0 ? versions[^1] : null) : versions.FirstOrDefault(one => one.CompareTo(PackageVersion.TryParse(asked)) == 0);
        return version is not null ? (id, version) : throw new WrongUseException(Missing(id, asked, versions));
    }

    /// <summary>Says that a package is not there.</summary>
    public static string Missing(string id, string? version, IReadOnlyList<PackageVersion> versions) =>
        versions.Count == 0
            ? $"There is no file, no folder and no restored package '{id}': looked for '{Path.Combine(PackageFolder.Path, id.ToLowerInvariant())}'. If it is a package, 'dotnet add package {id}{(version is null ? string.Empty : $" --version {version}")}' in a project that needs it restores it; where packages are kept elsewhere, NUGET_PACKAGES says so."
            : $"The package '{id}' is not there in version {version}: '{Path.Combine(PackageFolder.Path, id.ToLowerInvariant())}' has {string.Join(", ", versions.Select(static one => one.Text))}. Name one of these, or restore that one: 'dotnet add package {id} --version {version}' in a project that needs it.";

    [GeneratedRegex(@"^\w+([_.-]\w+)*(@\d[\w.+-]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
