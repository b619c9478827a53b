using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Lets the system tell of changes below the roots of plugins. It may miss some, and nothing relies on it alone.</summary>
/// <param name="changed">Told of a path, or of null where the system does not know which.</param>
/// <param name="rescan">After how long a root is tried again that the system has refused to watch.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told which roots are not watched.</param>
internal sealed class FolderWatch(Action<string?> changed, TimeSpan rescan, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Root, Exception Fault)> _faults = new();

    /// <summary>Watches the roots that are there, and no longer those that are gone.</summary>
    public void Arm(IReadOnlyList<string> roots)
    {
        while (_faults.TryDequeue(out var failed))
        {
            // It may be watching a folder that is not there any more, whatever has its name now.
            Unwatch(failed.Root);
            if (failed.Fault is not InternalBufferOverflowException && roots.Contains(failed.Root))
            {
                Refuse(failed.Root, failed.Fault);
            }
        }

        foreach (var gone in _watchers.Keys.Except(roots).ToList())
        {
            Unwatch(gone);
        }

        foreach (var root in roots.Where(root => !_watchers.ContainsKey(root) && MayTry(root)))
        {
            try
            {
                _watchers.Add(root, Watch(root));
            }
            catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                Refuse(root, fault);
            }
        }
    }

    public void Dispose()
    {
        foreach (var root in _watchers.Keys.ToList())
        {
            Unwatch(root);
        }
    }

    /// <summary>A root that was refused is tried again, but not so often that trying is all that is done.</summary>
    private bool MayTry(string root) =>
        !_refused.TryGetValue(root, out var since) || (rescan != Timeout.InfiniteTimeSpan && time.GetElapsedTime(since) >= rescan);

    private void Refuse(string root, Exception fault)
    {
        if (!_refused.ContainsKey(root))
        {
            logger.WatchProblem($"the system does not tell of changes below '{root}', which are found every RescanInterval instead: {fault.Message}");
        }

        _refused[root] = time.GetTimestamp();
    }

    private void Unwatch(string root)
    {
        if (_watchers.Remove(root, out var watcher))
        {
            watcher.Dispose();
        }
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

            // Too many changes at once, or too many folders for the system.
            watcher.Error += (_, error) =>
            {
                _faults.Enqueue((root, error.GetException()));
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
