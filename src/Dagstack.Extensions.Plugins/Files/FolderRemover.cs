namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Removes a folder with all that is in it, as far as it goes. Links are removed, not followed.</summary>
/// <param name="delete">Deletes one entry.</param>
/// <param name="notRemoved">Told of each entry that stays. A folder that stays only because of what is in it is not told of.</param>
internal sealed class FolderRemover(Action<FileSystemInfo> delete, Action<FileSystemInfo, Exception> notRemoved)
{
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Deletes an entry, read-only or not.</summary>
    public static void Delete(FileSystemInfo entry)
    {
        // Only Windows asks for the attribute of the entry; Unix asks for the mode of its folder.
        if (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.ReadOnly))
        {
            entry.Attributes &= ~FileAttributes.ReadOnly;
        }

        entry.Delete();
    }

    /// <returns>True if nothing is left.</returns>
    public bool Remove(DirectoryInfo folder)
    {
        var isEmpty = true;
        foreach (var entry in Entries(folder))
        {
            isEmpty &= entry is DirectoryInfo sub && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Remove(sub) : Try(entry);
        }

        return isEmpty && Try(folder);
    }

    private FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (folder.UnixFileMode & OwnerAll) != OwnerAll)
            {
                folder.UnixFileMode |= OwnerAll;
            }

            return folder.GetFileSystemInfos("*", PluginFiles.Everything);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notRemoved(folder, exception);
            return [];
        }
    }

    private bool Try(FileSystemInfo entry)
    {
        try
        {
            delete(entry);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Gone by itself, which is what was wanted.
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notRemoved(entry, exception);
            return false;
        }
    }
}
