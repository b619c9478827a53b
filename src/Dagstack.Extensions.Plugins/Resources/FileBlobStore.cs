using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>A blob store in a folder, one file per blob. Several stores, also of several processes, may share a folder.</summary>
internal sealed class FileBlobStore : BlobStore
{
    private readonly StoreFolder _folder;
    private readonly AtomicFiles _files;

    /// <param name="root">An absolute path. The folder is made by the first put.</param>
    /// <param name="logger">Told what could not be cleaned up.</param>
    public FileBlobStore(string root, ILogger logger)
    {
        _folder = new StoreFolder(root);
        _files = new AtomicFiles(_folder.Unfinished, logger);
    }

    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        ReplaceAsync(key, file => file.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);

    protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) =>
        ReplaceAsync(key, file => content.CopyToAsync(file, cancellationToken), cancellationToken);

    protected override async Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken)
    {
        var file = Open(key, cancellationToken);
        if (file is null)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            if (file.Length > Array.MaxLength)
            {
                throw new IOException($"The blob '{key}' has {file.Length} bytes, too many for an array. Read it with OpenReadAsync.");
            }

            // Files are replaced, never changed: the length holds.
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            return content;
        }
    }

    protected override async Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => Open(key, cancellationToken);

    protected override async Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _files.Delete(_folder.Locate(key));
    }

    protected override async Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return File.Exists(_folder.Locate(key));
    }

    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Walking a large folder takes long, and the platform has no asynchronous way.
        foreach (var key in await Task.Run(() => _folder.List(prefix, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return key;
        }
    }

    private async Task ReplaceAsync(string key, Func<FileStream, Task> write, CancellationToken cancellationToken) =>
        await _files.ReplaceAsync(_folder.Locate(key), write, cancellationToken).ConfigureAwait(false);

    private FileStream? Open(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = _folder.Locate(key);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
