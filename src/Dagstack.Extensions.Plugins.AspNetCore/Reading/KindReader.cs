using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class KindReader
{
    /// <summary>Finds the kinds that the host has a contract for, and those that plugins say to be of; ordinal.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyDictionary<string, PluginContract> contracts, IReadOnlyList<PluginStatus> plugins) =>
        [.. contracts.Keys.Union(plugins.Select(static plugin => plugin.Id?.Kind).OfType<string>(), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static PluginKindItem Read(string kind, PluginContract? contract, ActivePlugin? active) => new()
    {
        Kind = ShownText.Name(kind),
        Known = contract is not null,
        ApiVersion = contract?.ApiVersion,
        Description = ShownText.Text(contract?.Description),
        Active = ShownText.Name(active?.Plugin?.ToString()),
        ChosenBy = active is null ? null : OutcomeNames.Of(active.ChosenBy),
        Setting = ShownText.Name(active?.Setting),
        Routed = active?.IsRouted == true,
    };
}
