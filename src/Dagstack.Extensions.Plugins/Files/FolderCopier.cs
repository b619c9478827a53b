using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Copies the folders of plugins so that they can be loaded from there: without what tools keep in them, and with files in the place of links to files.</summary>
/// <param name="logger">Told once of each file that is left out.</param>
internal sealed class FolderCopier(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);

    /// <summary>Copies a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="target">Where to.</param>
    public void Copy(string folder, string target) => Copy(new DirectoryInfo(folder), target, (RealPath.TryResolve(folder) ?? folder, target));

    /// <param name="source">What is copied.</param>
    /// <param name="target">Where to.</param>
    /// <param name="real">Where the plugin's folder really is, and where it is copied to.</param>
    private void Copy(DirectoryInfo source, string target, (string Folder, string Copy) real)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in PluginFiles.EntriesOf(source))
        {
            var path = Path.Combine(target, entry.Name);
            if (PluginFiles.IsLink(entry))
            {
                CopyLink(entry, path, real);
            }
            else if (entry is DirectoryInfo sub)
            {
                Copy(sub, path, real);
            }
            else
            {
                Copy((FileInfo)entry, path);
            }
        }
    }

    private void Copy(FileInfo file, string path)
    {
        if (!RegularFile.IsOther(file))
        {
            RegularFile.Copy(file, path);
        }
        else if (IsNewlySkipped(file.FullName))
        {
            logger.NotCopied(file.FullName);
        }
    }

    private bool IsNewlySkipped(string path)
    {
        lock (_gate)
        {
            return _skipped.Add(path);
        }
    }

    /// <summary>Copies what a link inside of the folder leads to; of a folder, the link. One that leads out stays a link, and is refused as in the folder itself.</summary>
    private void CopyLink(FileSystemInfo link, string path, (string Folder, string Copy) real)
    {
        var target = RealPath.TryResolve(link.FullName);
        var isInside = target is not null && RealPath.IsWithin(target, real.Folder);
        if (isInside && Directory.Exists(target))
        {
            Directory.CreateSymbolicLink(path, Path.Combine(real.Copy, Path.GetRelativePath(real.Folder, target!)));
        }
        else if (isInside)
        {
            Copy(new FileInfo(target!), path);
        }
        else if (link is FileInfo)
        {
            File.CreateSymbolicLink(path, target ?? link.LinkTarget!);
        }
    }
}
