using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Looks for changes of plugins' files, and has them taken over once each has settled.</summary>
/// <remarks>What the system tells only makes it look sooner. It looks at all roots each time, as long as anything has not settled.</remarks>
#pragma warning disable CA1001 // It lives as long as its host, and neither the signal nor the tokens have anything to dispose.
internal sealed class PluginWatch
#pragma warning restore CA1001
{
    /// <summary>How long a file that is not whole is waited for before that is an error.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly PluginWatchOptions _options;
    private readonly PluginDiscovery _discovery;
    private readonly PluginCatalog _catalog;
    private readonly Func<IReadOnlyList<PluginChange>, Action<PluginChange>, CancellationToken, Task> _apply;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly WatchedFolders _folders;
    private readonly HashSet<string> _unreachable = new(StringComparer.Ordinal);
    private readonly Signal _signal = new();
    private readonly ConcurrentQueue<SettledFolder> _done = new();
    private CancellationTokenSource? _running;
    private Task _last = Task.CompletedTask;

    public PluginWatch(PluginWatchOptions options, PluginDiscovery discovery, ICodeFiles code, PluginCatalog catalog, Func<IReadOnlyList<PluginChange>, Action<PluginChange>, CancellationToken, Task> apply, TimeProvider time, ILogger logger)
    {
        (_options, _discovery, _catalog, _apply, _time, _logger) = (options, discovery, catalog, apply, time, logger);
        _folders = new(code);
        foreach (var entry in catalog.Entries.Where(static entry => entry.Source.Found is not null))
        {
            _folders[entry.Source.Folder!].Accept(_folders.TryStamp(entry.Source.Folder!), hash: null);
        }
    }

    /// <summary>Begins, unless it has begun.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_running is null)
            {
                _running = new();

                // Before anybody can change anything that is not seen.
                var system = new FolderWatch(Tell, _options.RescanInterval, _time, _logger);
                Arm(system);
                _last = RunAsync(_last, system, _running.Token);
            }
        }
    }

    /// <summary>Ends the looking, and what is being taken over.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running = null;
        }
    }

    private void Arm(FolderWatch system)
    {
        if (!_options.UsePolling)
        {
            system.Arm(_discovery.CurrentRoots());
        }
    }

    private async Task RunAsync(Task before, FolderWatch system, CancellationToken cancellationToken)
    {
        // One that was stopped may still be looking.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var watching = system;
        AcceptRunning();
        var isPending = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(isPending, cancellationToken).ConfigureAwait(false);
                Arm(system);
                isPending = Look(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is, the next look may go better, and without one no change would ever be seen again.
                _logger.WatchProblem(ExceptionText.Full(fault));
                isPending = false;
            }
        }
    }

    /// <summary>Waits for the system to tell of something; while something has not settled, a part of the window.</summary>
    private async Task WaitAsync(bool isPending, CancellationToken cancellationToken)
    {
        if (isPending)
        {
            await Task.Delay(_options.StableWindow / 4, _time, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var due = PluginDeadline.Start(_options.RescanInterval, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        try
        {
            await _signal.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look anyway.
        }
    }

    /// <summary>Looks once, and has what has settled taken over, which goes on while it looks again.</summary>
    /// <returns>Whether anything has not settled.</returns>
    private bool Look(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        _folders.TakeNews(now);
        TakeDone();
        var roots = _discovery.CurrentRoots();
        var scan = _discovery.Scan(roots);
        var found = scan.Manifests.ToDictionary(static manifest => manifest.Folder, StringComparer.Ordinal);
        var isPending = false;
        var settled = new List<SettledFolder>();
        foreach (var folder in found.Keys.Union(_folders.Paths).Where(folder => !_folders[folder].IsBusy).ToList())
        {
            var isThere = found.ContainsKey(folder);
            if (!isThere && !CanBeGone(folder, roots, scan))
            {
                continue;
            }

            var stamp = isThere ? _folders.TryStamp(folder) : null;
            var hasSettled = _folders[folder].HasSettled(folder, stamp, now, _options.StableWindow, s_patience);
            isPending |= !hasSettled && _folders[folder].IsPending;
            if (hasSettled)
            {
                var source = found.TryGetValue(folder, out var manifest) ? FoundPlugin.FromFolder(manifest) : null;
                var entry = _catalog.OfFolder(folder);
                var one = new SettledFolder(folder, stamp, new(entry, source), entry?.Activation?.Copy);
                if ((entry is null && _discovery.IsGiven(source?.Id)) || one.Change is { Entry: null, Source: null })
                {
                    Accept(one);
                    continue;
                }

                settled.Add(one);
            }
        }

        if (settled.Count > 0)
        {
            settled.ForEach(one => _folders[one.Path].Begin());
            _ = ApplyAsync(settled, cancellationToken);
        }

        return isPending || _folders.HasNews;
    }

    /// <summary>Has changes taken over. A folder whose change was given up, or could not be taken over, is looked at anew.</summary>
    private async Task ApplyAsync(List<SettledFolder> settled, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _apply([.. settled.Select(static one => one.Change)], Taken, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is watched any more.
        }
        catch (Exception fault)
        {
            // Whatever it is, the next look may go better, and without one the change would never be seen again.
            _logger.WatchProblem(ExceptionText.Full(fault));
        }

        settled.FindAll(static one => !one.IsTaken).ForEach(_done.Enqueue);

        void Taken(PluginChange change)
        {
            var one = settled.Find(one => one.Change == change)!;
            one.IsTaken = true;
            _done.Enqueue(one);
            _signal.Set();
        }
    }

    private void TakeDone()
    {
        while (_done.TryDequeue(out var one))
        {
            if (one.IsTaken)
            {
                Accept(one);
            }

            _folders.Find(one.Path)?.End();
        }
    }

    /// <summary>Tells whether a folder that is not found is gone, and not only out of reach with its root, as when a share is not mounted.</summary>
    private bool CanBeGone(string folder, IReadOnlyList<string> roots, ScanResult scan)
    {
        if (roots.Any(root => RealPath.IsWithin(folder, root)) && !scan.Findings.Any(finding => finding.Kind == ScanFindingKind.Unreadable && RealPath.IsWithin(folder, finding.Path)))
        {
            _unreachable.Remove(folder);
            return true;
        }

        if (_unreachable.Add(folder))
        {
            _logger.WatchProblem($"the folder '{folder}' is out of reach with what it is in; its plugin goes on. Remove the folder itself if the plugin is to go.");
        }

        return false;
    }

    /// <summary>Takes what was settled for done, whatever came of it: only another change is a reason to try again.</summary>
    private void Accept(SettledFolder settled)
    {
        if (settled.Stamp is null)
        {
            _folders.Remove(settled.Path);
            return;
        }

        // What was copied may be newer than what had settled. If nothing was, it failed before.
        var copy = _catalog.OfFolder(settled.Path)?.Activation?.Copy;
        var isNew = copy is not null && copy != settled.Before;
        _folders[settled.Path].Accept(isNew ? copy!.Stamp : settled.Stamp, isNew ? copy!.Hash : null);
    }

    /// <summary>Knows the plugins that run by what they were loaded from, which may be older than what is in their folders now.</summary>
    private void AcceptRunning()
    {
        foreach (var entry in _catalog.Entries)
        {
            if (entry is { Source.Found: not null, Activation.Copy: { } copy })
            {
                _folders[copy.Folder].Accept(copy.Stamp, copy.Hash);
            }
        }
    }

    private void Tell(string? path)
    {
        if (path is not null)
        {
            _folders.Tell(path);
        }

        _signal.Set();
    }
}
