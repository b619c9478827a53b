using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>How many calls are inside, which anybody may ask at any time: no lock is taken for it.</content>
internal sealed partial class PluginEntry
{
    /// <summary>Where calls may still be that nobody reaches any more. A call holds its target, and nothing here does: what has ended is to leave the process.</summary>
    /// <remarks>The array is replaced and never changed, so that it is read without a lock.</remarks>
    private volatile WeakReference<PluginTarget>[] _leaving = [];

    /// <summary>Gets what is counted of its calls, over all its instances.</summary>
    public PluginCallMeter Calls { get; } = new();

    /// <summary>Takes a snapshot for who looks from outside: the status, and how many calls are inside.</summary>
    public PluginStatus Look()
    {
        var now = _status;
        return CountCalls() is > 0 and var calls ? WithCalls(now, calls) : now;
    }

    /// <summary>Copies a status, so that all in it is of the moment when it was made, but for the number of calls.</summary>
    internal static PluginStatus WithCalls(PluginStatus status, long calls) => new()
    {
        Id = status.Id,
        State = status.State,
        Code = status.Code,
        Reason = status.Reason,
        Path = status.Path,
        Version = status.Version,
        Publisher = status.Publisher,
        IsUntrusted = status.IsUntrusted,
        Runtime = status.Runtime,
        CallsInFlight = calls,
        Priority = status.Priority,
        Capabilities = status.Capabilities,
        ReadySince = status.ReadySince,
        StartDuration = status.StartDuration,
        RequiresRestart = status.RequiresRestart,
        Generation = status.Generation,
        LastReload = status.LastReload,
        LeakedGenerations = status.LeakedGenerations,
        IsServing = status.IsServing,
    };

    /// <summary>Counts the calls in the running instance, and in those that end.</summary>
    private long CountCalls()
    {
        // In this order: one that is taken is among those that leave before it is no longer the running one.
        var running = Activation?.Target;
        var calls = running?.InFlight ?? 0;
        foreach (var one in _leaving)
        {
            if (one.TryGetTarget(out var target) && target != running)
            {
                calls += target.InFlight;
            }
        }

        return calls;
    }

    /// <summary>Counts the calls of an instance for as long as there are any. Called under <see cref="Moving"/>.</summary>
    private void FollowCalls(PluginTarget target) =>
        _leaving = [.. _leaving.Where(static one => one.TryGetTarget(out _)), new(target)];
}
