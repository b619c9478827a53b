using System.Security.Cryptography;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>A plugin's folder, which nothing of the plugin may leave.</summary>
/// <param name="path">The full path of the folder, which may be reached by a link itself.</param>
/// <param name="locked">The hashes of its files, from which none may differ; null if they may.</param>
internal sealed class PluginFolder(string path, FolderHash? locked = null)
{
    private string? _real;

    public string Path { get; } = path;

    /// <summary>Refuses a file that is not what it was when the folder was compared with the lock file.</summary>
    /// <exception cref="LockMismatchException">It is another one, or was not there.</exception>
    public void EnsureLocked(PluginId plugin, string file)
    {
        if (locked is null)
        {
            return;
        }

        var name = System.IO.Path.GetRelativePath(Path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/');
        var expected = locked.Files.GetValueOrDefault(name);
        var actual = HashOf(file);
        if (expected is null || !actual.AsSpan().SequenceEqual(expected))
        {
            throw new LockMismatchException(plugin, $"The file '{file}' of the plugin '{plugin}' is not loaded: {(expected is null ? "it was not there" : "it was another one")} when the folder was compared with the lock file. Find out who writes there, and restart the plugin.")
            {
                Expected = expected is null ? null : Convert.ToHexStringLower(expected),
                Actual = Convert.ToHexStringLower(actual),
            };
        }
    }

    /// <summary>Tells whether a file is really inside, or says why it is not.</summary>
    /// <returns>Null if it is inside; else the end of a sentence that has the file as its subject.</returns>
    public string? ComplaintOf(string file)
    {
        // What lies directly in the folder and is no link is inside, however the folder is reached: one look for nearly all.
        if (System.IO.Path.GetDirectoryName(file) == Path && new FileInfo(file).LinkTarget is null)
        {
            return null;
        }

        if (RealPath.TryResolve(file) is not { } target)
        {
            return $"is a link that leads nowhere, to '{new FileInfo(file).LinkTarget}'. Put the file itself into the folder.";
        }

        _real ??= RealPath.TryResolve(Path) ?? Path;
        return RealPath.IsWithin(target, _real) ? null : $"leaves the plugin's folder '{Path}': it is really '{target}'. Put the file itself into the folder.";
    }

    private static byte[] HashOf(string file)
    {
        using var content = RegularFile.OpenRead(file);
        return SHA256.HashData(content);
    }
}
