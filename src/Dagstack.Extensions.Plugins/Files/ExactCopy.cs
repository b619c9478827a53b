namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Copies a folder with all that is in it. Links stay what they say.</summary>
internal static class ExactCopy
{
    /// <summary>Copies a folder.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static void Make(DirectoryInfo source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in source.EnumerateFileSystemInfos("*", PluginFiles.Everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                _ = entry is DirectoryInfo ? Directory.CreateSymbolicLink(path, link) : File.CreateSymbolicLink(path, link);
            }
            else if (entry is DirectoryInfo folder)
            {
                Make(folder, path, cancellationToken);
            }
            else if (entry is FileInfo file && !RegularFile.IsOther(file))
            {
                RegularFile.Copy(file, path);
            }
        }
    }
}
