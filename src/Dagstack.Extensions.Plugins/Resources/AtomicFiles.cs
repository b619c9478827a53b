using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Replaces files whole: written beside, flushed to the disk, renamed over. Whoever reads sees the old or the new one.</summary>
/// <remarks>
/// <para>
/// While it writes, a writer holds the shared lock that every open file has. A writer that was killed holds none, so who gets the exclusive lock
/// of an unfinished file may delete it. This needs no clock and no process ids. Where a file system has no such locks (some network shares), several
/// processes must not write to one folder.
/// </para>
/// <para>
/// The content is on the disk before the name is: after a loss of power there is the old file or the new one. Which of them is not promised, since
/// .NET cannot flush a folder.
/// </para>
/// </remarks>
/// <param name="unfinished">The folder of unfinished files, on the same volume as the finished ones.</param>
/// <param name="logger">Told what could not be cleaned up.</param>
internal sealed class AtomicFiles(string unfinished, ILogger logger)
{
    private const int Attempts = 16;

    private int _isClean;

    /// <summary>Writes a file in place of what was there.</summary>
    /// <param name="path">Its path, whose folder is made if need be.</param>
    /// <param name="write">Writes the content. If it fails, nothing has happened.</param>
    /// <param name="cancellationToken">Obeyed until the file is renamed.</param>
    public async Task ReplaceAsync(string path, Func<FileStream, Task> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Prepare();
        var file = Create();
        try
        {
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
                cancellationToken.ThrowIfCancellationRequested();
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);

                // Still open, and so still locked against cleaning.
                File.Move(file.Name, path, overwrite: true);
            }
        }
        catch
        {
            Discard(file.Name);
            throw;
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <returns>True if this call did it: of several at one time only one can rename it.</returns>
    public bool Delete(string path)
    {
        Prepare();
        var name = NewName();
        try
        {
            File.Move(path, name, overwrite: true);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        Discard(name);
        return true;
    }

    /// <summary>Makes the folder of unfinished files and, once, deletes those that killed writers have left.</summary>
    private void Prepare()
    {
        Directory.CreateDirectory(unfinished);
        if (Interlocked.Exchange(ref _isClean, 1) == 1)
        {
            return;
        }

        foreach (var path in Directory.GetFiles(unfinished))
        {
            try
            {
                // A link is deleted, not opened: what it leads to is not ours. The others go before their lock does.
                using var abandoned = File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)
                    ? null
                    : new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // As a rule another writer that is at work, or another cleaner that was faster.
                logger.UnfinishedKept(path, exception.Message);
            }
        }
    }

    private FileStream Create()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var file = new FileStream(NewName(), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
                if (File.Exists(file.Name) || attempt == Attempts)
                {
                    return file;
                }

                // A cleaner came between making and locking it.
                file.Dispose();
            }
            catch (IOException exception) when (attempt < Attempts && exception is not (DirectoryNotFoundException or PathTooLongException))
            {
                // As above, the cleaner being still there.
            }
        }
    }

    private string NewName() => Path.Combine(unfinished, Guid.NewGuid().ToString("n"));

    private void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.UnfinishedKept(path, exception.Message);
        }
    }
}
