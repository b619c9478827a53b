using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Files;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The temporary folder of one plugin, open to nobody else, gone with it.</summary>
internal sealed class PluginTempDir : TempDir, IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly FolderRemover _remover;
    private bool _isMade;
    private bool _isDisposed;

    /// <param name="root">Where the folder is made: an absolute path, such as that of the system's temporary files.</param>
    /// <param name="logger">Told what could not be removed.</param>
    /// <param name="delete">Deletes one file, link or empty folder.</param>
    public PluginTempDir(string root, ILogger logger, Action<FileSystemInfo>? delete = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!System.IO.Path.IsPathFullyQualified(root))
        {
            throw new ArgumentException($"The root of temporary folders, '{root}', is relative, and the current directory may change. Give an absolute path.", nameof(root));
        }

        // A name that nobody can have made before us, in a folder where everybody may write.
        _path = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), $"dagstack-{Guid.NewGuid():n}");
        _remover = new FolderRemover(delete ?? FolderRemover.Delete, (entry, exception) => logger.TempNotRemoved(entry.FullName, exception.Message));
    }

    public override string Path
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (!_isMade)
                {
                    Make();
                    _isMade = true;
                }

                return _path;
            }
        }
    }

    public void Dispose()
    {
        if (End())
        {
            _remover.Remove(new DirectoryInfo(_path));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (End())
        {
            await Task.Run(() => _remover.Remove(new DirectoryInfo(_path))).ConfigureAwait(false);
        }
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
        }
        else
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_path)!);
            Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <returns>True if there is a folder to remove, and nobody else does it.</returns>
    private bool End()
    {
        lock (_gate)
        {
            var isFirst = !_isDisposed;
            _isDisposed = true;
            return isFirst && _isMade;
        }
    }
}
