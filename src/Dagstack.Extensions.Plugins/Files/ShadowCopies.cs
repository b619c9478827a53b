using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The copies that the plugins of one host are loaded from, in a folder of the host's own that goes with it.</summary>
/// <remarks>A host that ended without cleaning up, as in a crash, holds no lock any more: the next host on the machine removes what it left.</remarks>
internal sealed class ShadowCopies : IDisposable
{
    private const int Attempts = 3;

    private readonly string _tempRoot;
    private readonly ILogger _logger;
    private readonly FolderRemover _remover;
    private readonly Lock _gate = new();
    private readonly List<CopyFolder> _folders = [];
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);
    private int _count;
    private bool _isDisposed;

    /// <param name="tempRoot">Where the host's folder is made: an absolute path.</param>
    /// <param name="logger">Told what could not be removed.</param>
    public ShadowCopies(string tempRoot, ILogger logger)
    {
        (_tempRoot, _logger) = (tempRoot, logger);
        _remover = new(FolderRemover.Delete, (entry, fault) => logger.CopyNotRemoved(entry.FullName, fault.Message));
    }

    /// <summary>Copies a plugin's folder as it is at one moment.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="code">Knows which files are code, and when they are whole.</param>
    /// <exception cref="IOException">It cannot be read or copied, or does not keep still.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read or copied.</exception>
    public ShadowCopy Make(PluginId id, string folder, ICodeFiles code)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(Root(), $"{id.Kind}.{id.Name}.{Interlocked.Increment(ref _count)}");
            try
            {
                var before = FolderStamp.Of(folder, code);
                Copy(new DirectoryInfo(folder), path, (RealPath.TryResolve(folder) ?? folder, path));
                var after = FolderStamp.Of(folder, code);
                if (before.Equals(after) && after.FindPart(path) is null)
                {
                    return new(folder, path, after, after.HashIn(path));
                }

                if (attempt == Attempts)
                {
                    throw new IOException(after.FindPart(path) is { } part
                        ? part.Replace(path, folder, StringComparison.Ordinal) + " Copy or build it again."
                        : $"the folder '{folder}' is being written: it changed each of the {Attempts} times that it was copied.");
                }
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException && attempt < Attempts)
            {
                // Somebody has replaced a file meanwhile.
            }
            catch
            {
                Remove(path);
                throw;
            }

            Remove(path);
        }
    }

    /// <summary>Removes a copy that nothing is loaded from any more.</summary>
    public void Remove(ShadowCopy copy) => Remove(copy.Path);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        foreach (var folder in _folders)
        {
            folder.Dispose();
            Remove(folder.Path);
        }
    }

    private void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            _remover.Remove(new(path));
        }
    }

    /// <summary>Gets the host's folder, and removes those of hosts that are gone when it is made.</summary>
    private string Root()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_folders is [.., var last] && last.IsThere)
            {
                return last.Path;
            }

            // The first one, or one that was cleaned away: made again by its name it would be nobody's, and the next host would take it for left over.
            RemoveOrphans();
            _folders.Add(CopyFolder.Create(_tempRoot));
            return _folders[^1].Path;
        }
    }

    private void RemoveOrphans()
    {
        if (!Directory.Exists(_tempRoot))
        {
            return;
        }

        foreach (var folder in new DirectoryInfo(_tempRoot).EnumerateDirectories(CopyFolder.Prefix + "*"))
        {
            if (!PluginFiles.IsLink(folder) && !_folders.Exists(own => own.Path == folder.FullName) && CopyFolder.IsLeftOver(folder))
            {
                _remover.Remove(folder);
            }
        }
    }

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
            _logger.NotCopied(file.FullName);
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
