using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Lets the system tell of changes below the roots of plugins. It may miss some, and nothing relies on it alone.</summary>
internal sealed class FolderWatch(Action<string?> changed, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private int _hasFailed;

    /// <summary>Watches the roots that are there, and no longer those that are gone.</summary>
    public void Arm(IReadOnlyList<string> roots)
    {
        // One that has failed may be watching a folder that is not there any more, whatever has its name now.
        var failed = Interlocked.Exchange(ref _hasFailed, 0) != 0;
        foreach (var gone in _watchers.Keys.Where(root => failed || !roots.Contains(root)).ToList())
        {
            _watchers[gone].Dispose();
            _watchers.Remove(gone);
        }

        foreach (var root in roots.Where(root => !_watchers.ContainsKey(root) && !_refused.Contains(root)))
        {
            try
            {
                _watchers.Add(root, Watch(root));
            }
            catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                _refused.Add(root);
                logger.WatchProblem($"the system does not tell of changes below '{root}', which are found every RescanInterval instead: {fault.Message}");
            }
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Dispose();
        }

        _watchers.Clear();
    }

    private FileSystemWatcher Watch(string root)
    {
        var watcher = new FileSystemWatcher(root) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        try
        {
            watcher.Changed += (_, change) => changed(change.FullPath);
            watcher.Created += (_, change) => changed(change.FullPath);
            watcher.Deleted += (_, change) => changed(change.FullPath);
            watcher.Renamed += (_, change) => changed(change.FullPath);

            // Too many at once: it does not know which.
            watcher.Error += (_, _) =>
            {
                Volatile.Write(ref _hasFailed, 1);
                changed(null);
            };
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }
}
