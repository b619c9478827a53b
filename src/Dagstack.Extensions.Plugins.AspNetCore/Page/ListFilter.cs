using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>Which plugins of the list are asked for.</summary>
/// <param name="Text">Words, all of which a plugin's identity, reason, version, runtime or publisher contains, in any case.</param>
/// <param name="State">The state; empty for any.</param>
internal sealed record ListFilter(string Text, string State)
{
    public static ListFilter Of(HttpRequest request)
    {
        var state = request.Query["state"].ToString();
        return new(request.Query["q"].ToString().Trim(), StateBadge.Order.Contains(state, StringComparer.Ordinal) ? state : string.Empty);
    }

    public bool IsEmpty => Text.Length == 0 && State.Length == 0;

    public bool Takes(PluginItem plugin) =>
        (State.Length == 0 || plugin.State == State)
        && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => TextsOf(plugin).Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    private static string?[] TextsOf(PluginItem plugin) =>
        [plugin.Id, plugin.State, plugin.Code, plugin.Reason, plugin.Version, plugin.Runtime, plugin.Publisher, plugin.Path, .. plugin.Capabilities];
}
