using System.Globalization;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The right to a store's file, which one process has at a time. It ends with the process, however that dies.</summary>
/// <remarks>What is locked is a file beside it, since SQLite locks the file itself in its own way. A third file tells people who has it; nothing depends on that.</remarks>
internal sealed class SqliteStoreLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private readonly FileStream _stream;
    private readonly string _ownerFile;

    private SqliteStoreLock(FileStream stream, string ownerFile) => (_stream, _ownerFile) = (stream, ownerFile);

    /// <summary>Takes the right to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="time">The clock, for what people read.</param>
    /// <exception cref="UnitStoreException">Somebody else has it, or files cannot be locked there.</exception>
    public static SqliteStoreLock Take(string file, TimeProvider time)
    {
        var lockFile = file + ".lock";
        var ownerFile = file + ".owner";
        var stream = TryLock(lockFile) ?? throw new UnitStoreException(
            $"The store of units of work '{file}' is in use by {Owner(ownerFile)}. A file is used by one process at a time: end the other process, "
            + "name another path here, or take Dagstack.Extensions.Orchestration.PostgreSql, which several processes share.");
        try
        {
            using (var second = TryLock(lockFile))
            {
                if (second is not null)
                {
                    throw new UnitStoreException($"The store of units of work '{file}' cannot be kept from other processes, since files cannot be locked there. "
                        + "Put it on a local disk, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.");
                }
            }

            File.WriteAllText(ownerFile, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, since {time.GetUtcNow():u}\n"));
            return new(stream, ownerFile);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_ownerFile);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is for people only, and the next owner writes it anew.
        }

        _stream.Dispose();
    }

    private static FileStream? TryLock(string lockFile)
    {
        try
        {
            return new(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException fault) when (fault.HResult == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock))
        {
            return null;
        }
    }

    private static string Owner(string ownerFile)
    {
        try
        {
            return Excerpt.Cut(File.ReadAllText(ownerFile).Trim(), 200);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"another process, which cannot be named since '{ownerFile}' cannot be read ({Excerpt.Printable(fault.Message)})";
        }
    }
}
