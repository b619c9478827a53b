using Dagstack.Tool.Output;

namespace Dagstack.Tool.Installing;

/// <summary>A folder beside that of the plugins, where one is made ready: hosts that watch see it when it is whole, and never a part.</summary>
/// <remarks>It goes when the command ends, however that ends. One that is left by a process that was killed goes with the next command; a plugin that was set aside in it is put back.</remarks>
internal sealed class Staging : IDisposable
{
    private const string Prefix = ".dagstack-staging-";
    private const string LockName = "lock";
    private const string TargetName = "target";

    /// <summary>One without a lock is being made just now, unless it is as old as this.</summary>
    private static readonly TimeSpan s_old = TimeSpan.FromHours(1);

    private readonly FileStream _lock;

    private Staging(string path, FileStream theLock) => (Path, _lock) = (path, theLock);

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Gets where the plugin is unpacked.</summary>
    public string New => System.IO.Path.Combine(Path, "new");

    private string Old => System.IO.Path.Combine(Path, "old");

    private string Target => System.IO.Path.Combine(Path, TargetName);

    /// <summary>Makes one, and clears away what others have left.</summary>
    /// <param name="root">The folder of the plugins, which need not be there.</param>
    /// <param name="place">The folder that it is made in; null for that which the root is in.</param>
    /// <exception cref="WrongUseException">The place is not there.</exception>
    public static Staging Create(string root, string? place)
    {
        if (place is not null && !Directory.Exists(place))
        {
            throw new WrongUseException($"There is no folder '{place}', which --staging names.");
        }

        var folder = place ?? Above(RealPath.TryResolve(root) ?? System.IO.Path.GetFullPath(root));
        foreach (var left in new DirectoryInfo(folder).EnumerateDirectories(Prefix + "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            ClearAway(left);
        }

        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), Prefix + Guid.NewGuid().ToString("n")[..12]);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new UnauthorizedAccessException($"Nothing may be written to '{Places.Shorten(folder)}', where plugins are made ready: {fault.Message} Name another folder of the same file system by --staging.", fault);
        }

        return new(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Puts the new plugin where none is.</summary>
    /// <exception cref="IOException">It cannot be renamed; nothing has changed.</exception>
    public void PutIn(string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        Move(New, target);
    }

    /// <summary>Puts the new plugin in the place of an old one.</summary>
    /// <exception cref="IOException">It cannot be renamed; the old one is where it was.</exception>
    public void Replace(string target)
    {
        File.WriteAllText(Target, target);
        Move(target, Old);
        try
        {
            Move(New, target);
        }
        catch
        {
            Directory.Move(Old, target);
            throw;
        }

        File.Delete(Target);
    }

    /// <summary>Takes a plugin away.</summary>
    /// <exception cref="IOException">It cannot be renamed; it is where it was.</exception>
    public void TakeOut(string target) => Move(target, Old);

    public void Dispose()
    {
        _lock.Dispose();
        Delete(new(Path));
    }

    private static void Move(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException fault)
        {
            throw new IOException($"'{Places.Shorten(from)}' cannot be renamed to '{Places.Shorten(to)}': {fault.Message} If these are different file systems, name a folder of the right one by --staging; if a host has files of the plugin open, stop it.", fault);
        }
    }

    private static string Above(string root)
    {
        var above = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(root));
        while (above is not null && !Directory.Exists(above))
        {
            above = System.IO.Path.GetDirectoryName(above);
        }

        return above ?? throw new WrongUseException($"'{root}' cannot be a folder of plugins: there is no folder that it is in. Name another one.");
    }

    private static void ClearAway(DirectoryInfo left)
    {
        var file = System.IO.Path.Combine(left.FullName, LockName);
        try
        {
            if (File.Exists(file))
            {
                // Whoever still works there has it open.
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            else if (TimeProvider.System.GetUtcNow() - left.CreationTimeUtc < s_old)
            {
                return;
            }

            PutBack(left.FullName);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }

        Delete(left);
    }

    /// <summary>A plugin that was set aside for a new one, which did not come.</summary>
    private static void PutBack(string left)
    {
        var (old, target) = (System.IO.Path.Combine(left, "old"), System.IO.Path.Combine(left, TargetName));
        if (File.Exists(target) && File.ReadAllText(target) is var place && Directory.Exists(old) && !System.IO.Path.Exists(place))
        {
            Directory.Move(old, place);
        }
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else was faster.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is still open somewhere goes with the next command.
        }
    }
}
