using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Compares the packages of dagstack that projects name with each other and with this program.</summary>
internal static class PackageChecks
{
    private const string Check = "packages";

    public static IReadOnlyList<Finding> Run(string folder)
    {
        // What is a property or a range is for the build to know.
        var named = ProjectFiles.PackagesOf(folder)
            .Where(static package => package.Package.StartsWith("Dagstack.Extensions.", StringComparison.OrdinalIgnoreCase) && package.Version is [>= '0' and <= '9', ..])
            .ToArray();
        var versions = named.Select(static package => package.Version!).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return versions switch
        {
            [] => [],
            [var one] when one == ToolVersion.Current => [Finding.Good(Check, $"The packages of dagstack are {one}, as this program is.")],
            [var one] => [Finding.Warning(Check, $"The packages of dagstack are {one} ({PlaceOf(one)}), and this program is {ToolVersion.Current}: what it says is what {ToolVersion.Current} does.", $"Bring them together: dotnet tool update --global Dagstack.Tool --version {one}, or write {ToolVersion.Current} in the projects.")],
            _ => [Finding.Warning(Check, $"The packages of dagstack have several versions: {string.Join("; ", versions.Select(version => $"{version} ({PlaceOf(version)})"))}.", "Write one version in all projects.")],
        };

        string PlaceOf(string version) => Array.Find(named, package => package.Version == version) is var found ? $"{found.Package} in {Places.Shorten(found.File)}" : string.Empty;
    }
}
