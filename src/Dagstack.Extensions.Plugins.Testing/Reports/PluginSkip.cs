namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A part of a check that could not be made.</summary>
public sealed record PluginSkip
{
    /// <summary>Gets the check.</summary>
    public required PluginCheck Check { get; init; }

    /// <summary>Gets why, and what would make it possible.</summary>
    public required string Reason { get; init; }
}
