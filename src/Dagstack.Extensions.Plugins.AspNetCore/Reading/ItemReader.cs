using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class ItemReader
{
    public static PluginItem Read(PluginStatus status, string root, bool isActive = false) => new()
    {
        Id = ShownText.Name(status.Id?.ToString()),
        Kind = ShownText.Name(status.Id?.Kind),
        Name = ShownText.Name(status.Id?.Name),
        Href = status.Id is { } id ? AddressOf(id, root) : null,
        State = PluginStates.NameOf(status.State),
        Code = ShownText.Name(status.Code),
        Reason = ShownText.Text(status.Reason),
        Path = ShownText.Text(status.Path),
        Version = ShownText.Name(status.Version),
        Runtime = ShownText.Name(status.Runtime),
        Publisher = ShownText.Name(status.Publisher),
        Untrusted = status.IsUntrusted,
        Active = isActive,
        Serving = status.IsServing,
        InFlight = status.CallsInFlight,
        ReadySince = status.ReadySince,
        StartSeconds = status.StartDuration?.TotalSeconds,
        Generation = status.Generation,
        Priority = status.Priority,
        Capabilities = [.. status.Capabilities.Select(ShownText.Name).OfType<string>()],
        LeakedGenerations = status.LeakedGenerations,
        RequiresRestart = status.RequiresRestart,
    };

    /// <summary>Makes the address of a report; null for an identity that no address can carry.</summary>
    public static string? AddressOf(PluginId id, string root) => AddressPart.Join(root, id.Kind, id.Name);
}
