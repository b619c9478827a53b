namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>What tells, without reading it, that a path leads to another file than before, or to one that has changed.</summary>
/// <param name="Path">Where the file really is.</param>
/// <param name="Folder">When its folder was made: one that is made anew has the same name.</param>
/// <param name="Length">Its length; less than zero if there is no file.</param>
/// <param name="Written">When it was written last.</param>
internal readonly record struct FileStamp(string Path, DateTime Folder, long Length, DateTime Written)
{
    public static FileStamp Of(string path)
    {
        var real = RealPath.Trail(path)[^1];
        try
        {
            var file = new FileInfo(real);
            return new(real, file.Directory?.CreationTimeUtc ?? default, file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(real, default, -1, default);
        }
    }
}
