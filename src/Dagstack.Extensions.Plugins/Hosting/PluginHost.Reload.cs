using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Reload;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <content>Plugins that are replaced, come and go while the host runs.</content>
internal sealed partial class PluginHost
{
    private readonly PluginRetirement? _retirement;
    private readonly PluginSwap? _swap;
    private readonly PluginReloader? _reloader;
    private readonly PluginWatch? _watch;

    /// <summary>Gets the states of plugins as of one moment.</summary>
    public IReadOnlyList<PluginStatus> Statuses(Func<PluginEntry, bool> isWanted)
    {
        lock (_catalog.Gate)
        {
            return [.. _catalog.Entries.Where(isWanted).Select(static entry => entry.Look())];
        }
    }

    /// <summary>Replaces a plugin by what is in its folder now.</summary>
    public async Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.ReloadAsync));
        if (_reloader is null)
        {
            throw new InvalidOperationException($"The plugin '{id}' cannot be reloaded: its code was loaded to stay. Add o.AllowReload() or o.WatchForChanges() to AddDagstackPlugins.");
        }

        if (entry.Source is { Factory: not null, OwnsInstance: false })
        {
            throw new InvalidOperationException($"The plugin '{id}' cannot be reloaded: it was given as an object, and there is no other one. Give o.Add a factory.");
        }

        var source = await entry.Source.RereadAsync(_report.Say, cancellationToken).ConfigureAwait(false);
        var results = await ReloadAsync([new(entry, source, IsAsked: true)], static _ => { }, cancellationToken).ConfigureAwait(false);
        var mine = results.FirstOrDefault(result => result.Plugin == id) ?? throw NotFound(id, nameof(IPluginRegistry.ReloadAsync));
        if (mine.Outcome == PluginReloadOutcome.Failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        // The last one has more to say when what was there before has ended, unless somebody has reloaded it since.
        await entry.Retiring.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return entry.Status.LastReload is { } last && last.At == mine.At ? last : mine;
    }

    private Task<IReadOnlyList<PluginReload>> ReloadAsync(IReadOnlyList<PluginChange> changes, Action<PluginChange> taken, CancellationToken cancellationToken)
    {
        if (!_isSetUp)
        {
            Prepare();
        }

        return _reloader!.ApplyAsync(changes, taken, cancellationToken);
    }

    /// <summary>Lets proxies, kinds and paths follow what plugins there are.</summary>
    private void Renew()
    {
        _paths.Renew();
        LayPaths();
        Proxies.Renew();
    }

    private async Task StopAllAsync(StopTime time)
    {
        // What was replaced may still call others.
        await (_retirement?.WaitAsync(time.Over) ?? Task.CompletedTask).ConfigureAwait(false);
        await _restarts.WaitAsync(time.Over).ConfigureAwait(false);
        foreach (var entry in Entries)
        {
            _restarts.Forget(entry);
        }

        var errors = await _sequence.StopAsync(Entries, time).ConfigureAwait(false);
        RemoveCopies();
        ThrowIfAny(errors);
    }

    /// <summary>Removes what instances were loaded from that have been stopped. Whether their code leaves is of no interest any more.</summary>
    private void RemoveCopies()
    {
        foreach (var entry in Entries)
        {
            RemoveCopy(entry);
        }
    }

    private void RemoveCopy(PluginEntry entry)
    {
        if (entry.Stopped is { Copy: { } copy, IsLeaked: false })
        {
            _copies!.Remove(copy);
        }

        entry.Stopped = null;
    }

    /// <summary>Looks after what is left of one plugin that was stopped while the host goes on.</summary>
    private void FollowStopped(PluginEntry entry)
    {
        if (_retirement is not null)
        {
            _retirement.FollowStopped(entry);
        }
        else
        {
            RemoveCopy(entry);
        }
    }
}
