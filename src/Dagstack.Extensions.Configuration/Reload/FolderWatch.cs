using Dagstack.Extensions.Configuration.Diagnostics;
using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Watches the folders of files, and of what they are links to. Whatever happens there is a signal; what it means is found by reading.</summary>
/// <remarks>That way a file may be written in place, renamed over, deleted and made again, or be a link that is changed.</remarks>
internal sealed class FolderWatch(IReadOnlyList<ConfigLayer> layers, TimeProvider time, ConfigEngine engine, Action signal) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private ITimer? _poll;
    private bool _isDisposed;

    /// <summary>Watches what has to be watched now, and nothing else.</summary>
    public void Arm()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var folders = layers.SelectMany(static layer => Folders(layer.FullPath)).ToHashSet(StringComparer.Ordinal);
            foreach (var old in _watchers.Keys.Except(folders).ToList())
            {
                _watchers.Remove(old, out var watcher);
                watcher!.Dispose();
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
            _poll?.Dispose();
            foreach (var watcher in _watchers.Values)
            {
                watcher.Dispose();
            }

            _watchers.Clear();
        }
    }

    // The folder of the file, and that of what it is a link to in the end.
    private static IEnumerable<string> Folders(string path)
    {
        yield return Path.GetDirectoryName(path)!;
        string? target = null;
        try
        {
            target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // No file, or links in a circle: reading it says so.
        }

        if (target is not null)
        {
            yield return Path.GetDirectoryName(target)!;
        }
    }

    private void Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime };
            watcher.Changed += (_, _) => signal();
            watcher.Created += (_, _) => signal();
            watcher.Deleted += (_, _) => signal();
            watcher.Renamed += (_, _) => signal();
            watcher.Error += (_, fault) => Drop(folder, fault.GetException());
            watcher.EnableRaisingEvents = true;
            _watchers.Add(folder, watcher);
            _failed.Remove(folder);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The folder may not be there yet, or the system may have no watches left.
            watcher?.Dispose();
            Poll(folder, exception);
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

            if (_watchers.Remove(folder, out var watcher))
            {
                watcher.Dispose();
            }

            Poll(folder, fault);
        }

        signal();
    }

    private void Poll(string folder, Exception fault)
    {
        if (_failed.Add(folder))
        {
            engine.Logger.WatchFailed(folder, fault.Message.TrimEnd('.'), s_interval.TotalSeconds);
        }

        _poll ??= time.CreateTimer(_ => signal(), null, s_interval, s_interval);
    }
}
