using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>What a watch knows of the folders of plugins. Only the watch itself reads it; the system may tell of changes at any time.</summary>
/// <param name="codeOf">Finds what knows which files of a folder are code.</param>
internal sealed class WatchedFolders(Func<string, ICodeFiles> codeOf)
{
    private readonly Dictionary<string, ICodeFiles> _code = new(StringComparer.Ordinal);
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

    public void Remove(string folder)
    {
        _folders.Remove(folder);
        _code.Remove(folder);
    }

    /// <summary>Takes note that the plugin of a folder may run in another way now.</summary>
    public void Renew(string folder) => _code.Remove(folder);

    /// <summary>Takes note of what the system tells.</summary>
    public void Tell(string path) => _told.Enqueue(path);

    /// <summary>Suspects the folders in which the system has told of a change of code.</summary>
    public void TakeNews(DateTimeOffset now)
    {
        while (_told.TryDequeue(out var path))
        {
            foreach (var (folder, watched) in _folders)
            {
                if (path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar && CodeOf(folder).IsCode(path[(folder.Length + 1)..]))
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
            return Directory.Exists(folder) ? FolderStamp.Of(folder, CodeOf(folder)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private ICodeFiles CodeOf(string folder)
    {
        if (!_code.TryGetValue(folder, out var code))
        {
            _code.Add(folder, code = codeOf(folder));
        }

        return code;
    }
}
