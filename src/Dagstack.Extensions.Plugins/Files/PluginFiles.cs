namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Which entries of a plugin's folder belong to it.</summary>
internal static class PluginFiles
{
    /// <summary>Says that nothing in a folder is passed over, and that what cannot be read is an error.</summary>
    public static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Lists what is in a folder, without what tools of developers and hosts keep there.</summary>
    public static IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", Everything).Where(static entry => entry is FileInfo || !(IgnoredFolders.OfTools.Contains(entry.Name) || IgnoredFolders.IsOfHost(entry.Name)));

    /// <summary>Lists everything below a folder: files, and links to folders, which are not followed. Folders themselves are not among it.</summary>
    public static IEnumerable<FileSystemInfo> AllOf(string folder)
    {
        var folders = new Stack<DirectoryInfo>([new(folder)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos("*", Everything))
            {
                if (entry is DirectoryInfo sub && !IsLink(sub))
                {
                    folders.Push(sub);
                }
                else
                {
                    yield return entry;
                }
            }
        }
    }

    public static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
