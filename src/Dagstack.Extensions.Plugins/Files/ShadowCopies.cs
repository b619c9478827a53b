using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The copies that the plugins of one host are loaded from, in a folder of the host's own that goes with it.</summary>
/// <remarks>A host that ended without cleaning up, as in a crash, holds no lock any more: the next host on the machine removes what it left.</remarks>
internal sealed class ShadowCopies : IDisposable
{
    public const string Prefix = "dagstack-copy-";

    private const string LockName = ".lock";
    private const int Attempts = 3;

    // A folder is made before its lock, so a young one without a lock may be somebody's.
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(10);

    private readonly string _tempRoot;
    private readonly FolderRemover _remover;
    private readonly Lock _gate = new();
    private string? _root;
    private FileStream? _lock;
    private int _count;
    private bool _isDisposed;

    private readonly ICodeFiles _code;

    /// <param name="tempRoot">Where the host's folder is made: an absolute path.</param>
    /// <param name="code">Knows which files are code, and when they are whole.</param>
    /// <param name="logger">Told what could not be removed.</param>
    public ShadowCopies(string tempRoot, ICodeFiles code, ILogger logger)
    {
        _code = code;
        _tempRoot = tempRoot;
        _remover = new(FolderRemover.Delete, (entry, fault) => logger.CopyNotRemoved(entry.FullName, fault.Message));
    }

    /// <summary>Copies a plugin's folder as it is at one moment.</summary>
    /// <exception cref="IOException">It cannot be read or copied, or does not keep still.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read or copied.</exception>
    public ShadowCopy Make(PluginId id, string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(Root(), $"{id.Kind}.{id.Name}.{Interlocked.Increment(ref _count)}");
            try
            {
                var before = FolderStamp.Of(folder, _code);
                Copy(new(folder), path, RealPath.TryResolve(folder) ?? folder);
                var after = FolderStamp.Of(folder, _code);
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

        if (_root is not null)
        {
            _lock!.Dispose();
            Remove(_root);
        }
    }

    private void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            _remover.Remove(new(path));
        }
    }

    /// <summary>Makes the host's folder, which nobody else may read or write, and removes those of hosts that are gone.</summary>
    private string Root()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_root is null)
            {
                RemoveOrphans();
                var root = Path.Combine(_tempRoot, Prefix + Guid.NewGuid().ToString("n"));
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(root);
                }
                else
                {
                    Directory.CreateDirectory(_tempRoot);
                    Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }

                _lock = new(Path.Combine(root, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                _root = root;
            }

            return _root;
        }
    }

    private void RemoveOrphans()
    {
        if (!Directory.Exists(_tempRoot))
        {
            return;
        }

        foreach (var folder in new DirectoryInfo(_tempRoot).EnumerateDirectories(Prefix + "*"))
        {
            if (!PluginFiles.IsLink(folder) && IsOrphan(folder))
            {
                _remover.Remove(folder);
            }
        }
    }

    private static bool IsOrphan(DirectoryInfo folder)
    {
        try
        {
            using var orphaned = new FileStream(Path.Combine(folder.FullName, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return TimeProvider.System.GetUtcNow() - folder.LastWriteTimeUtc > s_young;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its host is alive, or somebody else's.
            return false;
        }
    }

    private static void Copy(DirectoryInfo source, string target, string realFolder)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in PluginFiles.EntriesOf(source))
        {
            var path = Path.Combine(target, entry.Name);
            if (PluginFiles.IsLink(entry))
            {
                CopyLink(entry, path, realFolder);
            }
            else if (entry is DirectoryInfo sub)
            {
                Copy(sub, path, realFolder);
            }
            else
            {
                File.Copy(entry.FullName, path);
            }
        }
    }

    /// <summary>Copies what a link inside of the folder leads to. One that leads out stays a link, and is refused as in the folder itself.</summary>
    private static void CopyLink(FileSystemInfo link, string path, string realFolder)
    {
        var target = RealPath.TryResolve(link.FullName);
        if (target is not null && RealPath.IsWithin(target, realFolder) && File.Exists(target))
        {
            File.Copy(target, path);
        }
        else if (link is FileInfo)
        {
            File.CreateSymbolicLink(path, target ?? link.LinkTarget!);
        }
    }
}
