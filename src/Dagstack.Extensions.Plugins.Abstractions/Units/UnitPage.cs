namespace Dagstack.Extensions.Plugins;

/// <summary>A page of units of work.</summary>
public sealed class UnitPage
{
    /// <summary>Gets the units, the newest first. Arguments and output are those of the unit.</summary>
    public required IReadOnlyList<UnitDetails> Units { get; init; }

    /// <summary>Gets what asks for the page after this one, as <see cref="UnitQuery.After"/>.</summary>
    /// <value>Null if this is the last.</value>
    public string? Next { get; init; }
}
