using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <content>Who the active plugin of a kind is. See §5 of the plugin contract.</content>
internal sealed partial class PluginProxies
{
    /// <summary>Tells who is active and by what; null if the kind is not known.</summary>
    public ActivePlugin? ActiveOf(string kind)
    {
        if (!_kinds.TryGetValue(kind, out var members))
        {
            return null;
        }

        var choice = _settings.Active.Find(kind);
        if (choice is null && _own.ContainsKey(kind))
        {
            return new() { Kind = kind, ChosenBy = ActivePluginChoice.None, IsRouted = true };
        }

        var leader = _catalog.Leaders(kind) is [var only] ? only.Source.Id : null;
        return new()
        {
            Kind = kind,
            Plugin = leader,
            ChosenBy = choice is not null ? choice.By
                : leader is null ? ActivePluginChoice.None
                : _catalog.CountCandidates(kind) == 1 ? ActivePluginChoice.OnlyOne : ActivePluginChoice.Priority,
            Setting = choice?.Setting,
            IsRouted = members.Options.RoutingPolicy is not null,
        };
    }

    private PluginSlot ActiveSlot(string kind, PluginKind members)
    {
        var leaders = _catalog.Leaders(kind);
        var choice = _settings.Active.Find(kind);
        var slot = choice is null && _own.TryGetValue(kind, out var own) ? own
            : leaders is [var leader] ? _slots[leader]
            : choice is not null ? new FailingSlot(kind, () => choice.ToException(_catalog))
            : (PluginSlot)NoActivePlugin(kind, leaders, _settings.Searched);
        return members.Options.RoutingPolicy is { } policy ? new RoutedSlot(members, policy, slot) : slot;
    }

    private static FailingSlot NoActivePlugin(string kind, IReadOnlyList<PluginEntry> leaders, Func<string> searched)
    {
        if (leaders.Count > 1)
        {
            string[] names = [.. leaders.Select(static entry => entry.Name)];
            return new(kind, () => new AmbiguousPluginException(kind, names, $"The kind '{kind}' has no single active plugin: {string.Join(", ", names)} have the same priority. Give one of them a higher 'priority', choose one in 'dagstack:active:{kind}' of the configuration or by the variable {ActivePlugins.VariableOf(kind)}, or ask for one by its key."));
        }

        return new(kind, () => new PluginUnavailableException(kind, $"none was found that can start. {searched()}"));
    }
}
