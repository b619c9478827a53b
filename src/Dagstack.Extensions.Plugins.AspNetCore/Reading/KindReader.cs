using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class KindReader
{
    /// <summary>Reads the kinds that the host has a contract for, and those that plugins say to be of.</summary>
    public static IReadOnlyList<PluginKindItem> Read(IReadOnlyDictionary<string, PluginContract> contracts, IReadOnlyList<PluginStatus> plugins) =>
    [
        .. contracts.Keys.Union(plugins.Select(static plugin => plugin.Id?.Kind).OfType<string>(), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(kind => Read(kind, contracts.GetValueOrDefault(kind))),
    ];

    private static PluginKindItem Read(string kind, PluginContract? contract) => new()
    {
        Kind = ShownText.Name(kind),
        Known = contract is not null,
        ApiVersion = contract?.ApiVersion,
        Description = ShownText.Text(contract?.Description),
    };
}
