namespace Dagstack.Tool.Contracts;

/// <summary>Where the SDK keeps the packages that were restored.</summary>
internal static class PackageFolder
{
    /// <summary>Gets the folder.</summary>
    public static string Path =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Finds the versions of a package.</summary>
    /// <param name="id">The package, in any case.</param>
    /// <returns>The versions in their order; empty if it was never restored.</returns>
    public static IReadOnlyList<PackageVersion> VersionsOf(string id)
    {
        var folder = System.IO.Path.Combine(Path, id.ToLowerInvariant());
        return !Directory.Exists(folder) ? [] : [.. Directory.EnumerateDirectories(folder).Select(static version => PackageVersion.TryParse(System.IO.Path.GetFileName(version))).OfType<PackageVersion>().Order()];
    }

    /// <summary>Gets the folder of a version.</summary>
    public static string Of(string id, PackageVersion version) => System.IO.Path.Combine(Path, id.ToLowerInvariant(), version.Text);
}
