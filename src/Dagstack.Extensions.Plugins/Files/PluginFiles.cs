namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Which entries of a plugin's folder belong to it.</summary>
internal static class PluginFiles
{
    /// <summary>Says that nothing in a folder is passed over, and that what cannot be read is an error.</summary>
    public static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Lists what is in a folder, without what tools of developers and hosts keep there.</summary>
    public static IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", Everything).Where(static entry => entry is FileInfo || !(IgnoredFolders.OfTools.Contains(entry.Name) || IgnoredFolders.IsOfHost(entry.Name)));

    public static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
