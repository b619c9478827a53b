using Dagstack.Tool.Archives;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Packing;

/// <summary>The files of a plugin that travel, and what is left behind.</summary>
/// <param name="Files">The files, in the order of their names.</param>
/// <param name="LeftOut">Files and folders that do not travel, by their paths in the folder.</param>
internal sealed record PackedFiles(IReadOnlyList<PackedFile> Files, IReadOnlyList<string> LeftOut)
{
    /// <summary>What tools and machines keep: none of it is the plugin, and all of it is made anew where it is needed.</summary>
    private static readonly HashSet<string> s_folders = new(StringComparer.Ordinal)
    {
        ".git", ".hg", ".svn", ".vs", ".idea", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox",
    };

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Finds the files of a folder.</summary>
    /// <param name="folder">The plugin.</param>
    /// <param name="packageId">The name of the package: what was packed of it earlier may lie in the folder.</param>
    /// <param name="limits">How large it may be.</param>
    /// <exception cref="RefusedException">A file cannot travel, or all are too large.</exception>
    public static PackedFiles Of(string folder, string packageId, ArchiveLimits limits)
    {
        var (files, leftOut, faults, names) = (new List<PackedFile>(), new List<string>(), new List<string>(), new EntryNames(limits));
        var folders = new Stack<DirectoryInfo>([new(folder)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos("*", s_everything))
            {
                var path = Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                var isFolder = entry is DirectoryInfo;
                if (StaysBehind(entry.Name, isFolder) || (!isFolder && IsPacked(path, packageId)))
                {
                    leftOut.Add(isFolder ? path + '/' : path);
                }
                else if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    faults.Add($"'{Excerpt.Of(path)}' is a link. Put what it leads to in its place.");
                }
                else if (names.Add(isFolder ? path + '/' : path) is { } fault)
                {
                    faults.Add($"'{Excerpt.Of(path)}' {fault}. Give it another name.");
                }
                else if (entry is FileInfo file)
                {
                    files.Add(new(path, file.FullName, file.Length, IsProgram(file)));
                }
                else
                {
                    folders.Push((DirectoryInfo)entry);
                }
            }
        }

        Check(folder, files, faults, limits);
        return new([.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)], [.. leftOut.Order(StringComparer.Ordinal)]);
    }

    private static void Check(string folder, List<PackedFile> files, List<string> faults, ArchiveLimits limits)
    {
        if (files.Count > limits.Files)
        {
            faults.Add($"There are {files.Count} files, and {limits.Files} are allowed (--limit files=…).");
        }

        if (files.Sum(static file => file.Length) is var length && length > limits.Unpacked)
        {
            faults.Add($"All files together have {length} bytes, and {limits.Unpacked} are allowed (--limit unpacked=…).");
        }

        if (faults.Count > 0)
        {
            throw new RefusedException($"'{Places.Shorten(folder)}' cannot be packed, since no host would take it:{string.Concat(faults.Order(StringComparer.Ordinal).Select(static fault => $"{Environment.NewLine}  {fault}"))}");
        }
    }

    /// <summary>The note of an earlier packing is written anew; what says where the plugin came from, and what holds secrets of this machine, is nobody else's.</summary>
    private static bool StaysBehind(string name, bool isFolder) =>
        isFolder ? s_folders.Contains(name)
        : name is PackedNote.FileName or PackageRecordName.Value or ".DS_Store" or "Thumbs.db" or ".env" || name.StartsWith(".env.", StringComparison.Ordinal) || name.EndsWith(".pyc", StringComparison.Ordinal);

    private static bool IsPacked(string path, string packageId) =>
        path.StartsWith(packageId + '.', StringComparison.OrdinalIgnoreCase) && (Path.GetExtension(path).ToUpperInvariant() is ".NUPKG" or ".ZIP") && !path.Contains('/', StringComparison.Ordinal);

    private static bool IsProgram(FileInfo file) => !OperatingSystem.IsWindows() && (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
