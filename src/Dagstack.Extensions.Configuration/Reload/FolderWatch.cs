using System.Collections.Frozen;
using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Watches the folders of files, and of the links on the way to them. Whatever happens to one of these is a signal; what it means is found by reading.</summary>
/// <remarks>
/// That way a file may be written in place, renamed over, deleted and made again, or be behind a link that is changed. Folders that
/// are renamed or made again tell nobody: they are looked at from time to time.
/// </remarks>
internal sealed class FolderWatch : IDisposable
{
    /// <summary>How often is looked for what the system does not tell.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly StringComparer s_paths = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly IReadOnlyList<ConfigLayer> _layers;
    private readonly ConfigEngine _engine;
    private readonly Action _signal;
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(s_paths);
    private readonly HashSet<string> _failed = new(s_paths);
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private volatile FrozenSet<string> _watched = [];
    private FileStamp[] _stamps;
    private bool _isDisposed;

    public FolderWatch(IReadOnlyList<ConfigLayer> layers, TimeProvider time, ConfigEngine engine, Action signal)
    {
        (_layers, _engine, _signal) = (layers, engine, signal);
        _stamps = Stamps();
        _timer = time.CreateTimer(_ => LookAround(), null, Interval, Interval);
    }

    /// <summary>Watches what has to be watched now, and nothing else. What cannot be is said by the next <see cref="ConfigEngine.Tell"/>.</summary>
    public void Arm()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _stamps = Stamps();
            _watched = _layers.SelectMany(static layer => RealPath.Trail(layer.FullPath)).ToFrozenSet(s_paths);
            var folders = _watched.Select(static path => Path.GetDirectoryName(path) ?? path).ToHashSet(s_paths);
            _failed.IntersectWith(folders);
            foreach (var old in _watchers.Keys.Except(folders, s_paths).ToList())
            {
                Unwatch(old);
            }

            foreach (var folder in folders.Where(folder => !_watchers.ContainsKey(folder)))
            {
                Watch(folder);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
            UnwatchAll();
        }
    }

    /// <summary>Finds what the system has not told, or not about the folders that are there now.</summary>
    private void LookAround()
    {
        lock (_gate)
        {
            var stamps = Stamps();
            if (_isDisposed || (_failed.Count == 0 && stamps.AsSpan().SequenceEqual(_stamps)))
            {
                return;
            }

            _stamps = stamps;
            UnwatchAll();
        }

        _signal();
    }

    private FileStamp[] Stamps() => [.. _layers.Select(static layer => FileStamp.Of(layer.FullPath))];

    private void Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime };
            watcher.Changed += (_, change) => Notice(change.FullPath);
            watcher.Created += (_, change) => Notice(change.FullPath);
            watcher.Deleted += (_, change) => Notice(change.FullPath);
            watcher.Renamed += (_, change) => Notice(change.OldFullPath, change.FullPath);
            watcher.Error += (_, fault) => Drop(folder, fault.GetException());
            watcher.EnableRaisingEvents = true;
            _watchers.Add(folder, watcher);
            _failed.Remove(folder);
        }
        catch (Exception exception)
        {
            // The folder may not be there yet or not be readable, or the system may have no watches left.
            watcher?.Dispose();
            Fail(folder, exception);
        }
    }

    /// <summary>Others write into the folder too, and as often as they like.</summary>
    private void Notice(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (_watched.Contains(path))
            {
                _signal();
                return;
            }
        }
    }

    private void Drop(string folder, Exception fault)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            Unwatch(folder);
            Fail(folder, fault);
        }

        _signal();
        _engine.Tell();
    }

    private void Unwatch(string folder)
    {
        if (_watchers.Remove(folder, out var watcher))
        {
            watcher.Dispose();
        }
    }

    private void UnwatchAll()
    {
        foreach (var folder in _watchers.Keys.ToList())
        {
            Unwatch(folder);
        }
    }

    private void Fail(string folder, Exception fault)
    {
        if (_failed.Add(folder))
        {
            _engine.Say(logger => logger.WatchFailed(folder, fault.Message.TrimEnd('.'), Interval.TotalSeconds));
        }
    }
}
