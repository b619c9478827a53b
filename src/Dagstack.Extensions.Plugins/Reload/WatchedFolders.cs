using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>What a watch knows of the folders of plugins. Only the watch itself reads it; the system may tell of changes at any time.</summary>
/// <param name="code">Knows which files are code.</param>
internal sealed class WatchedFolders(ICodeFiles code)
{
    private readonly Dictionary<string, WatchedFolder> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _told = new();

    public IEnumerable<string> Paths => _folders.Keys;

    /// <summary>Gets a value indicating whether the system has told of something since it was last looked.</summary>
    public bool HasNews => !_told.IsEmpty;

    public WatchedFolder this[string folder]
    {
        get
        {
            if (!_folders.TryGetValue(folder, out var watched))
            {
                _folders.Add(folder, watched = new());
            }

            return watched;
        }
    }

    public WatchedFolder? Find(string folder) => _folders.GetValueOrDefault(folder);

    public void Remove(string folder) => _folders.Remove(folder);

    /// <summary>Takes note of what the system tells.</summary>
    public void Tell(string path) => _told.Enqueue(path);

    /// <summary>Suspects the folders in which the system has told of a change of code.</summary>
    public void TakeNews(DateTimeOffset now)
    {
        while (_told.TryDequeue(out var path))
        {
            foreach (var (folder, watched) in _folders)
            {
                if (path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar && code.IsCode(path[(folder.Length + 1)..]))
                {
                    watched.Suspect(now);
                }
            }
        }
    }

    /// <summary>Looks at a folder; null if it is not there or cannot be read.</summary>
    public FolderStamp? TryStamp(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? FolderStamp.Of(folder, code) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
