using System.IO.Compression;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>A package as a file, which need not be restored: what it needs must be.</summary>
internal static class PackageFile
{
    /// <summary>Tells whether a file is one by its name.</summary>
    public static bool IsOne(string file) => Path.GetExtension(file).Equals(".nupkg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the assemblies of a package.</summary>
    /// <exception cref="WrongUseException">It is no package, or has no contract.</exception>
    public static FoundContract Find(string file)
    {
        var folder = Directory.CreateTempSubdirectory("dagstack-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        try
        {
            using var package = ZipFile.OpenRead(file);
            foreach (var entry in package.Entries.Where(IsNeeded))
            {
                var path = Path.GetFullPath(Path.Combine(folder, entry.FullName));
                if (path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    entry.ExtractToFile(path);
                }
            }
        }
        catch (InvalidDataException fault)
        {
            throw new WrongUseException($"'{file}' is no package: {fault.Message} A .nupkg is what 'dotnet pack' makes.");
        }

        return PackageContent.Find(file, folder);
    }

    private static bool IsNeeded(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) || (entry.FullName.StartsWith("lib/", StringComparison.OrdinalIgnoreCase) && entry.FullName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Windows keeps files that are loaded: they stay in the folder of temporary files.
        }
    }
}
