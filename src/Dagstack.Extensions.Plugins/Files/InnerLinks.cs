namespace Dagstack.Extensions.Plugins.Files;

/// <summary>Which entries of a folder mean the same in a copy of it: files, and links that stay inside.</summary>
internal static class InnerLinks
{
    /// <summary>Finds the first entry that does not.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What is wrong with it, as a sentence; null if there is none.</returns>
    public static string? FindComplaint(string folder)
    {
        var real = RealPath.TryResolve(folder) ?? folder;
        foreach (var entry in PluginFiles.AllOf(folder))
        {
            if (PluginFiles.IsLink(entry))
            {
                if (ComplaintOf(entry, folder, real) is { } complaint)
                {
                    return $"'{entry.FullName}' is a link {complaint} Put the file itself there.";
                }
            }
            else if (entry is FileInfo file && RegularFile.IsOther(file))
            {
                return $"'{entry.FullName}' is a pipe, a socket or a device. Remove it.";
            }
        }

        return null;
    }

    private static string? ComplaintOf(FileSystemInfo link, string folder, string real)
    {
        var target = link.LinkTarget;
        return target is null ? "whose target cannot be read."
            : Path.IsPathRooted(target) ? $"to '{target}', which is an absolute path and leads out of a copy."
            : !RealPath.IsWithin(Path.GetFullPath(target, Path.GetDirectoryName(link.FullName)!), folder) ? $"to '{target}', which leads out of the plugin's folder."
            : RealPath.TryResolve(link.FullName) is not { } end ? $"to '{target}', which does not exist."
            : RealPath.IsWithin(end, real) ? null
            : $"to '{target}', which leads out of the plugin's folder.";
    }
}
