using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>Which units of the list are asked for, as the address says it.</summary>
/// <param name="Plugin">The plugin; empty for all.</param>
/// <param name="State">The state; empty for any, or for several.</param>
/// <param name="Partition">The partition; empty for all.</param>
/// <param name="After">Where the page begins; empty for the newest.</param>
internal sealed record UnitFilter(string Plugin, string State, string Partition, string After)
{
    public static UnitFilter Of(HttpRequest request) => new(request.Query["plugin"].ToString(), request.Query["state"].ToString(), request.Query["partition"].ToString(), request.Query["after"].ToString());

    public bool IsEmpty => Plugin.Length == 0 && State.Length == 0 && Partition.Length == 0;

    /// <summary>The address of the list of these units.</summary>
    public string AddressOf(PageContext context)
    {
        var query = new[] { ("plugin", Plugin), ("state", State), ("partition", Partition), ("after", After) }.Where(static part => part.Item2.Length > 0).Select(static part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}").ToList();
        return query.Count == 0 ? Links.Units(context) : $"{Links.Units(context)}?{string.Join('&', query)}";
    }
}
