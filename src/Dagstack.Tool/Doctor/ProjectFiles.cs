using System.Xml;
using System.Xml.Linq;

namespace Dagstack.Tool.Doctor;

/// <summary>The project files of a folder and below, and the packages that they name.</summary>
internal static class ProjectFiles
{
    private const int MaxDepth = 6;

    private static readonly string[] s_passedOver = ["bin", "obj", "node_modules", ".git", ".vs", ".idea", "artifacts"];

    /// <summary>Finds the packages that projects name.</summary>
    /// <returns>For each its name, the version (null where it is not said here), and the file.</returns>
    public static IReadOnlyList<(string Package, string? Version, string File)> PackagesOf(string folder) =>
        [.. FilesOf(new(folder), MaxDepth).SelectMany(Read)];

    private static IEnumerable<FileInfo> FilesOf(DirectoryInfo folder, int depth)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        var files = entries.OfType<FileInfo>().Where(static file => file.Extension is ".csproj" or ".fsproj" or ".vbproj" || file.Name is "Directory.Packages.props" or "Directory.Build.props");
        var below = depth == 0 ? [] : entries.OfType<DirectoryInfo>().Where(static inner => inner.LinkTarget is null && !s_passedOver.Contains(inner.Name));
        return files.Concat(below.SelectMany(inner => FilesOf(inner, depth - 1)));
    }

    private static IEnumerable<(string Package, string? Version, string File)> Read(FileInfo file)
    {
        try
        {
            return
            [
                .. XDocument.Load(file.FullName).Descendants()
                    .Where(static element => element.Name.LocalName is "PackageReference" or "PackageVersion" && element.Attribute("Include") is not null)
                    .Select(element => (element.Attribute("Include")!.Value, VersionOf(element), file.FullName)),
            ];
        }
        catch (Exception fault) when (fault is XmlException or IOException or UnauthorizedAccessException)
        {
            // The build says what is wrong with it.
            return [];
        }
    }

    private static string? VersionOf(XElement element) =>
        element.Attribute("Version")?.Value ?? element.Attribute("VersionOverride")?.Value ?? element.Elements().FirstOrDefault(static inner => inner.Name.LocalName == "Version")?.Value;
}
