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
    private readonly FolderCopier _copier;
    private readonly Lock _gate = new();
    private readonly List<CopyFolder> _folders = [];
    private int _count;
    private bool _isDisposed;

    /// <param name="tempRoot">Where the host's folder is made: an absolute path.</param>
    /// <param name="logger">Told what could not be removed.</param>
    public ShadowCopies(string tempRoot, ILogger logger)
    {
        (_tempRoot, _logger) = (tempRoot, logger);
        _copier = new(logger);
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
            var path = NewPath(id);
            try
            {
                var before = FolderStamp.Of(folder, code);
                _copier.Copy(folder, path);
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

    /// <summary>Copies all that is in a plugin's folder, links as links, and hashes what has been copied.</summary>
    /// <remarks>What is in the copy may be of several moments: its hash says whether it is what somebody expects. Nothing is read by a link that leads out of it.</remarks>
    /// <param name="id">The plugin.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="code">Knows which files are code.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="IOException">It cannot be read or copied.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read or copied.</exception>
    public async Task<ShadowCopy> MakeExactAsync(PluginId id, string folder, ICodeFiles code, CancellationToken cancellationToken)
    {
        var path = NewPath(id);
        try
        {
            var stamp = FolderStamp.Of(folder, code);
            ExactCopy.Make(new(folder), path, cancellationToken);
            if (InnerLinks.FindComplaint(path) is { } complaint)
            {
                return new(folder, path, stamp, hash: string.Empty) { Complaint = complaint };
            }

            return new(folder, path, stamp, FolderStamp.Of(path, code).HashIn(path)) { Content = await ContentHash.ComputeAsync(path, cancellationToken).ConfigureAwait(false) };
        }
        catch
        {
            Remove(path);
            throw;
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

    private string NewPath(PluginId id) => Path.Combine(Root(), $"{id.Kind}.{id.Name}.{Interlocked.Increment(ref _count)}");

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
}
