using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The folder of copies of one host, marked as its own as long as the host lives.</summary>
/// <remarks>
/// The mark is a locked file. Where files cannot be locked, as on some shares or where .NET is told not to, the file says so, and
/// the process that it names decides.
/// </remarks>
internal sealed class CopyFolder : IDisposable
{
    public const string Prefix = "dagstack-copy-";

    private const string LockName = ".lock";
    private const string Locked = "locked";
    private const string Unlocked = "unlocked";

    // A folder is made before its mark, and the mark before it says anything: a young one may be somebody's.
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(10);

    private readonly FileStream _lock;

    private CopyFolder(string path, FileStream locked) => (Path, _lock) = (path, locked);

    public string Path { get; }

    /// <summary>Gets a value indicating whether it is still there with its mark. Those who clean temporary folders do not ask.</summary>
    public bool IsThere => File.Exists(_lock.Name);

    /// <summary>Makes a folder, which nobody else may read or write.</summary>
    public static CopyFolder Create(string tempRoot)
    {
        var path = System.IO.Path.Combine(tempRoot, Prefix + Guid.NewGuid().ToString("n"));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(tempRoot);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var file = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            using var self = Process.GetCurrentProcess();
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(CanBeOpened(file.Name) ? Unlocked : Locked)}\n{Environment.MachineName}\n{self.Id}\n{self.StartTime.ToUniversalTime():O}\n"));
            return new(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Tells whether the host of a folder is gone. If in doubt, it is not.</summary>
    public static bool IsLeftOver(DirectoryInfo folder)
    {
        try
        {
            string[] mark;
            using (var file = new FileStream(System.IO.Path.Combine(folder.FullName, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            using (var reader = new StreamReader(file))
            {
                mark = reader.ReadToEnd().Split('\n');
            }

            return mark switch
            {
                [Locked, _, _, _, ..] => true,
                [Unlocked, var machine, var id, var since, ..] => machine == Environment.MachineName && !IsAlive(id, since),
                _ => IsOld(folder),
            };
        }
        catch (FileNotFoundException)
        {
            return IsOld(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its host is alive, or somebody else's.
            return false;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static bool IsOld(DirectoryInfo folder) => TimeProvider.System.GetUtcNow() - folder.LastWriteTimeUtc > s_young;

    private static bool CanBeOpened(string path)
    {
        try
        {
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsAlive(string id, string since)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));

            // A process that has the number of one that is gone has begun later.
            return (process.StartTime.ToUniversalTime() - DateTime.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Exception fault) when (fault is FormatException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            return true;
        }
    }
}
