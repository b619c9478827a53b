namespace Dagstack.Tool.Output;

/// <summary>Writes files whole: whoever reads one sees what was there or what is there now, and never a part.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file in place of what was there. Where a link is, what it leads to is written.</summary>
    /// <param name="path">The file, whose folder is made if need be.</param>
    /// <param name="bytes">All that it is to have.</param>
    /// <exception cref="IOException">It cannot be written; what was there still is.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var named = new FileInfo(path);
        var target = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
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
}
