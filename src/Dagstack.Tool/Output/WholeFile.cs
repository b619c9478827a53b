namespace Dagstack.Tool.Output;

/// <summary>Writes files whole: whoever reads one sees what was there or what is there now, and never a part.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file in place of what was there. Where a link is, what it leads to is written; a device or a pipe is written into.</summary>
    /// <param name="path">The file, whose folder is made if need be.</param>
    /// <param name="bytes">All that it is to have.</param>
    /// <exception cref="IOException">It cannot be written; what was there still is.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Write(string path, byte[] bytes)
    {
        if (OpenDevice(path) is { } device)
        {
            using (device)
            {
                device.Write(bytes);
            }

            return;
        }

        var target = TargetOf(path);
        var old = new FileInfo(target);
        if (old is { Exists: true, IsReadOnly: true })
        {
            throw new UnauthorizedAccessException("it may only be read.");
        }

        if (Directory.Exists(target))
        {
            throw new UnauthorizedAccessException("it is a folder.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var beside = $"{target}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (old.Exists && !OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(file.SafeFileHandle, old.UnixFileMode);
                }

                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Removes what an earlier run wrote. What <see cref="Write"/> would not replace stays: devices and pipes, folders, files that may only be read.</summary>
    /// <param name="path">The file. Where a link is, what it leads to is removed.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Remove(string path)
    {
        // What has no length may be a pipe, and says nothing that could be taken for a result.
        if (!IsOfDevices(path) && new FileInfo(TargetOf(path)) is { Exists: true, IsReadOnly: false, Length: > 0 } old)
        {
            old.Delete();
        }
    }

    private static string TargetOf(string path)
    {
        var named = new FileInfo(path);
        return named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Opens what is no regular file, such as a pipe, a terminal or /dev/stdout: a file in its place would reach nobody.</summary>
    private static FileStream? OpenDevice(string path)
    {
        var isOfDevices = IsOfDevices(path);
        if (!isOfDevices && new FileInfo(path) is not { Exists: true, IsReadOnly: false, Length: 0 })
        {
            return null;
        }

        var opened = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (!opened.CanSeek)
        {
            return opened;
        }

        if (!isOfDevices)
        {
            opened.Dispose();
            return null;
        }

        // /dev/stdout may lead to a file, which has what was written before.
        opened.Seek(0, SeekOrigin.End);
        return opened;
    }

    private static bool IsOfDevices(string path)
    {
        var full = Path.GetFullPath(path);
        return OperatingSystem.IsWindows()
            ? full.StartsWith(@"\\.\", StringComparison.Ordinal)
            : new[] { full, new FileInfo(full).LinkTarget ?? full }.Any(static one => one.StartsWith("/proc/", StringComparison.Ordinal)
                || (one.StartsWith("/dev/", StringComparison.Ordinal) && !one.StartsWith("/dev/shm/", StringComparison.Ordinal)));
    }
}
