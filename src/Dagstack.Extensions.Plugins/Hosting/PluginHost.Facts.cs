using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <content>What operators are told of plugins, and what they choose.</content>
internal sealed partial class PluginHost
{
    /// <summary>Tells all that is known of one plugin; null if there is none.</summary>
    public PluginDetails? Describe(PluginId id)
    {
        if (Find(id) is not { } entry)
        {
            return null;
        }

        var (history, dropped) = entry.History.Read();
        var (dependencies, dependents) = _planner.NeighboursOf(entry);
        return new()
        {
            Status = entry.Look(),
            Manifest = entry.Manifest,
            History = history,
            HistoryDropped = dropped,
            DependsOn = Identities(dependencies),
            Dependents = Identities(dependents),
            Start = entry.Start?.Read(),
            Health = entry.Health,
            Calls = entry.Calls.Read(),
            UnloadHints = HintsOf(entry),
            IsActive = Proxies.ActiveOf(id.Kind)?.Plugin == id,
        };
    }

    /// <summary>Makes a plugin the active one of its kind until the process ends.</summary>
    public ActivePlugin Activate(PluginId id)
    {
        ThrowIfDisposed();
        var entry = Find(id) ?? throw NotFound(id, nameof(IPluginRegistry.Activate));
        if (!Proxies.Kinds.TryGetValue(id.Kind, out var kind))
        {
            List<string> known = [.. Proxies.Kinds.Keys.Order(StringComparer.Ordinal)];
            throw new KindUnknownException($"The plugin '{id}' cannot be made the active one: the host has no contract for the kind '{id.Kind}'. Known kinds: {(known.Count == 0 ? "none" : string.Join(", ", known))}. Reference the assembly of its contract.", id.Kind, known, id);
        }

        if (kind.Options.RoutingPolicy is not null)
        {
            throw new InvalidOperationException($"The plugin '{id}' cannot be made the active one: the routing policy that the host has for the kind '{id.Kind}' chooses for each call. Let that policy choose it, or take it out of o.ForKind(\"{id.Kind}\").");
        }

        ActivePlugin? before = null;
        _planner.Choose(() =>
        {
            before = Proxies.ActiveOf(id.Kind);
            _active.Choose(id);
        });
        if (before!.ChosenBy != ActivePluginChoice.Call || before.Plugin != id)
        {
            _logger.ActiveChanged(id.Kind, id, before.ToString());
            _audit.ActiveChanged(entry, before);
            StatusHasChanged();
        }

        return Proxies.ActiveOf(id.Kind)!;
    }

    /// <summary>Gets what keeps earlier generations of a plugin in memory, each thing once.</summary>
    private static IReadOnlyList<PluginUnloadHint> HintsOf(PluginEntry entry)
    {
        lock (entry.Leaked)
        {
            return [.. entry.Leaked.SelectMany(static leaked => leaked.Hints).DistinctBy(static hint => (hint.Cause, hint.IsFound, hint.Place))];
        }
    }

    private static PluginId[] Identities(IEnumerable<PluginEntry> entries) => [.. entries.Select(static entry => entry.Source.Id).OfType<PluginId>()];
}
