using Dagstack.Extensions.Plugins;

namespace HotReload;

/// <summary>What the endpoint shows of a plugin.</summary>
/// <param name="Plugin">Its identity, or the path of a manifest that cannot be read.</param>
/// <param name="State">Where it is in its life, and why.</param>
/// <param name="Version">What its manifest says.</param>
/// <param name="Generation">How many instances of it have been started.</param>
/// <param name="LeakedGenerations">How many earlier ones are still in memory.</param>
/// <param name="LastReload">What came of the last reload.</param>
/// <param name="Hints">What may keep the generation before in memory.</param>
internal sealed record PluginView(string? Plugin, string State, string? Version, int Generation, int LeakedGenerations, string? LastReload, IEnumerable<string> Hints)
{
    public static PluginView Of(PluginStatus status) => new(
        status.Id?.ToString() ?? status.Path,
        PluginStates.NameOf(status.State) + (status.Reason is { } reason ? ": " + reason : string.Empty),
        status.Version,
        status.Generation,
        status.LeakedGenerations,
        status.LastReload is { } reload ? $"{reload} ({reload.Duration.TotalMilliseconds:0} ms, the one before {reload.Unload})" : null,
        status.LastReload?.Hints.Select(static hint => hint.ToString()) ?? []);
}
