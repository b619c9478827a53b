using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Finds in the folders of plugins what has changed and settled, and has it taken over. One thread at a time looks.</summary>
/// <param name="window">How long a folder stays as it is before it has settled.</param>
/// <param name="discovery">Finds the folders.</param>
/// <param name="catalog">Knows the plugins.</param>
/// <param name="folders">What is known of the folders.</param>
/// <param name="apply">Takes changes over, and tells of each that it has taken over.</param>
/// <param name="done">Told when a change has been taken over.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told what went wrong.</param>
internal sealed class SettledChanges(
    TimeSpan window,
    PluginDiscovery discovery,
    PluginCatalog catalog,
    WatchedFolders folders,
    Func<IReadOnlyList<PluginChange>, Action<PluginChange>, CancellationToken, Task> apply,
    Action done,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long a file that is not whole is waited for before that is an error.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _unreachable = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SettledFolder> _done = new();

    /// <summary>Takes note of what the system tells.</summary>
    public void Tell(string path) => folders.Tell(path);

    /// <summary>Knows the plugins that there are by how their folders are now.</summary>
    public void AcceptFound()
    {
        foreach (var entry in catalog.Entries.Where(static entry => entry.Source.Found is not null))
        {
            folders[entry.Source.Folder!].Accept(folders.TryStamp(entry.Source.Folder!), hash: null);
        }
    }

    /// <summary>Knows the plugins that run by what they were loaded from, which may be older than what is in their folders now.</summary>
    public void AcceptRunning()
    {
        foreach (var entry in catalog.Entries)
        {
            if (entry is { Source.Found: not null, Activation.Copy: { } copy })
            {
                folders[copy.Folder].Accept(copy.Stamp, copy.Hash);
            }
        }
    }

    /// <summary>Looks once, and has what has settled taken over, which goes on while it looks again.</summary>
    /// <returns>Whether anything has not settled.</returns>
    public bool Look(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        folders.TakeNews(now);
        TakeDone();
        var roots = discovery.CurrentRoots();
        var scan = discovery.Scan(roots);
        var found = scan.Manifests.ToDictionary(static manifest => manifest.Folder, StringComparer.Ordinal);
        var isPending = false;
        var settled = new List<SettledFolder>();
        foreach (var folder in found.Keys.Union(folders.Paths).Where(folder => !folders[folder].IsBusy).ToList())
        {
            var isThere = found.ContainsKey(folder);
            if (!isThere && !CanBeGone(folder, roots, scan))
            {
                continue;
            }

            var stamp = isThere ? folders.TryStamp(folder) : null;
            var hasSettled = folders[folder].HasSettled(folder, stamp, now, window, s_patience);
            isPending |= !hasSettled && folders[folder].IsPending;
            if (hasSettled)
            {
                var source = found.TryGetValue(folder, out var manifest) ? FoundPlugin.FromFolder(manifest) : null;
                var entry = catalog.OfFolder(folder);
                var one = new SettledFolder(folder, stamp, new(entry, source), entry?.Activation?.Copy);
                if ((entry is null && discovery.IsGiven(source?.Id)) || one.Change is { Entry: null, Source: null })
                {
                    Accept(one);
                    continue;
                }

                settled.Add(one);
            }
        }

        if (settled.Count > 0)
        {
            settled.ForEach(one => folders[one.Path].Begin());
            _ = ApplyAsync(settled, cancellationToken);
        }

        return isPending || folders.HasNews;
    }

    /// <summary>Has changes taken over. A folder whose change was given up, or could not be taken over, is looked at anew.</summary>
    private async Task ApplyAsync(List<SettledFolder> settled, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await apply([.. settled.Select(static one => one.Change)], Taken, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is watched any more.
        }
        catch (Exception fault)
        {
            // Whatever it is, the next look may go better, and without one the change would never be seen again.
            logger.WatchProblem(ExceptionText.Full(fault));
        }

        settled.FindAll(static one => !one.IsTaken).ForEach(_done.Enqueue);

        void Taken(PluginChange change)
        {
            var one = settled.Find(one => one.Change == change)!;
            one.IsTaken = true;
            _done.Enqueue(one);
            done();
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

            folders.Find(one.Path)?.End();
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
            logger.WatchProblem($"the folder '{folder}' is out of reach with what it is in; its plugin goes on. Remove the folder itself if the plugin is to go.");
        }

        return false;
    }

    /// <summary>Takes what was settled for done, whatever came of it: only another change is a reason to try again.</summary>
    private void Accept(SettledFolder settled)
    {
        if (settled.Stamp is null)
        {
            folders.Remove(settled.Path);
            return;
        }

        folders.Renew(settled.Path);

        // What was copied may be newer than what had settled. If nothing was, it failed before.
        var copy = catalog.OfFolder(settled.Path)?.Activation?.Copy;
        var isNew = copy is not null && copy != settled.Before;
        folders[settled.Path].Accept(isNew ? copy!.Stamp : settled.Stamp, isNew ? copy!.Hash : null);
    }
}
