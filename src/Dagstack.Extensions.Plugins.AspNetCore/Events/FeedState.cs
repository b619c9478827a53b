using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.AspNetCore.Events;

/// <summary>The plugins at one moment, and since when each is as it is: so a listener has to remember no more than the version that it has seen.</summary>
internal sealed class FeedState
{
    private readonly Dictionary<string, FeedEntry<PluginItem>> _plugins;
    private readonly Dictionary<string, FeedEntry<PluginKindItem>> _kinds;

    /// <summary>Makes the state that follows another.</summary>
    /// <param name="host">What was read.</param>
    /// <param name="token">What tells of a change since, from before it was read.</param>
    /// <param name="before">The state before it; null for the first.</param>
    public FeedState(HostState host, IChangeToken token, FeedState? before)
    {
        (Host, Token, Version) = (host, token, (before?.Version ?? 0) + 1);
        _plugins = host.Plugins.DistinctBy(KeyOf).ToDictionary(KeyOf, plugin => Follow(host.ToItem(plugin, string.Empty) with { InFlight = 0 }, before?._plugins.GetValueOrDefault(KeyOf(plugin)), AreSame), StringComparer.Ordinal);
        _kinds = host.Kinds.DistinctBy(static kind => kind.Kind).ToDictionary(static kind => kind.Kind, kind => Follow(kind, before?._kinds.GetValueOrDefault(kind.Kind), static (one, other) => one == other), StringComparer.Ordinal);
        RemovedAt = before is null ? 0
            : before._plugins.Keys.All(_plugins.ContainsKey) && before._kinds.Keys.All(_kinds.ContainsKey) ? before.RemovedAt
            : Version;
    }

    public HostState Host { get; }

    public IChangeToken Token { get; }

    public long Version { get; }

    /// <summary>Gets the version since which nothing that was there is gone.</summary>
    public long RemovedAt { get; }

    /// <summary>Finds the kinds that have changed since a version.</summary>
    public IEnumerable<PluginKindItem> KindsSince(long version) => Host.Kinds.Where(kind => _kinds[kind.Kind].Since > version);

    /// <summary>Finds the plugins that have changed since a version.</summary>
    public IEnumerable<PluginStatus> PluginsSince(long version) => Host.Plugins.Where(plugin => _plugins[KeyOf(plugin)].Since > version);

    /// <summary>Two broken manifests may have one identity, and some have none.</summary>
    private static string KeyOf(PluginStatus plugin) => $"{plugin.Id} {plugin.Path}";

    private static bool AreSame(PluginItem one, PluginItem other) => one with { Capabilities = other.Capabilities } == other && one.Capabilities.SequenceEqual(other.Capabilities);

    private FeedEntry<T> Follow<T>(T shown, FeedEntry<T>? before, Func<T, T, bool> areSame) =>
        before is not null && areSame(before.Shown, shown) ? before : new(shown, Version);
}
