namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The folder of a store: where the file of a key is, and which keys have files.</summary>
/// <remarks>
/// The folder itself may be a link, which is the host's choice. Links inside it are not followed. Somebody who can swap folders for
/// links between the check and the use has the rights to write the blobs anyway.
/// </remarks>
internal sealed class StoreFolder
{
    /// <summary>No key has a path with this character.</summary>
    private const string UnfinishedName = "#unfinished";

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _root;

    public StoreFolder(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Path.IsPathFullyQualified(root))
        {
            throw new ArgumentException($"The folder of a blob store, '{root}', is relative, and the current directory may change. Give an absolute path.", nameof(root));
        }

        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        Unfinished = Path.Combine(_root, UnfinishedName);
    }

    /// <summary>Gets the folder of files that are being written.</summary>
    public string Unfinished { get; }

    /// <summary>Finds the place of a key's file.</summary>
    /// <exception cref="IOException">The root is a file, or a link lies on the way.</exception>
    public string Locate(string key)
    {
        EnsureUsable();
        var path = Path.Combine(_root, KeyPath.OfFile(key));
        return FindLink(path) is { } link
            ? throw new IOException($"The blob '{key}' is not reachable: '{link}' is a link, and a blob store does not follow links inside its folder. Remove the link.")
            : path;
    }

    /// <summary>Lists the keys that begin with a text, in ordinal order.</summary>
    public List<string> List(string prefix, CancellationToken cancellationToken)
    {
        EnsureUsable();
        var keys = new List<string>();
        var start = prefix.LastIndexOf('/') is >= 0 and var end ? Path.Combine(_root, KeyPath.OfFolder(prefix[..end])) : _root;
        var folders = new Stack<string>();
        if (Directory.Exists(start) && FindLink(start) is null)
        {
            folders.Push(start);
        }

        while (folders.TryPop(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    continue;
                }

                if (entry is DirectoryInfo)
                {
                    if (KeyPath.IsFolder(entry.Name))
                    {
                        folders.Push(entry.FullName);
                    }
                }
                else if (KeyPath.TryRead(Path.GetRelativePath(_root, entry.FullName)) is { } key && key.StartsWith(prefix, StringComparison.Ordinal))
                {
                    keys.Add(key);
                }
            }
        }

        // Only now: the order of escaped names is another one.
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private void EnsureUsable()
    {
        if (File.Exists(_root))
        {
            throw new IOException($"The folder of a blob store, '{_root}', is a file. Give a folder, or a path where one can be made.");
        }

        if (IsLink(Unfinished))
        {
            throw new IOException($"'{Unfinished}', where a blob store writes, is a link, and links are not followed. Remove it.");
        }
    }

    private string? FindLink(string path)
    {
        for (var at = _root.Length + 1; at < path.Length; at++)
        {
            var next = path.IndexOf(Path.DirectorySeparatorChar, at);
            at = next < 0 ? path.Length : next;
            if (IsLink(path[..at]))
            {
                return path[..at];
            }
        }

        return null;
    }

    private static bool IsLink(string path) => new FileInfo(path) is var info && (int)info.Attributes != -1 && info.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
