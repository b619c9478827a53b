namespace Dagstack.Extensions.Orchestration;

/// <summary>The beginning of the queue of a partition.</summary>
public sealed class UnitQueue
{
    /// <summary>Gets the open units, in their order: the first is the one to run, or the one that runs.</summary>
    public required IReadOnlyList<OpenUnit> Units { get; init; }

    /// <summary>Gets the unit whose failure holds up all others.</summary>
    /// <value>Null if there is none.</value>
    public string? HaltedBy { get; init; }

    /// <summary>Gets a value indicating whether there are more units than were asked for.</summary>
    public bool HasMore { get; init; }
}
