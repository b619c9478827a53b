namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A kind of a host.</summary>
internal sealed record PluginKindItem
{
    public required string Kind { get; init; }

    /// <summary>Gets whether the host has a contract for the kind.</summary>
    public bool Known { get; init; }

    public string? ApiVersion { get; init; }

    public string? Description { get; init; }

    /// <summary>Gets the identity of the active plugin; null if there is none.</summary>
    public string? Active { get; init; }

    /// <summary>Gets by what it was chosen: <c>call</c>, <c>variable</c>, <c>configuration</c>, <c>priority</c>, <c>only_one</c> or <c>none</c>.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>Gets the variable or the configuration key that chose it.</summary>
    public string? Setting { get; init; }

    /// <summary>Gets whether something chooses for each call, and the active one is called where that leaves the choice.</summary>
    public bool Routed { get; init; }
}
