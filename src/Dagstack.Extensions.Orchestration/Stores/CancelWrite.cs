namespace Dagstack.Extensions.Orchestration;

/// <summary>The wish that a unit ends.</summary>
/// <remarks>
/// <see cref="UnitWriteOutcome.Applied"/>: it waited and is cancelled, was cancelled before, runs and is asked to end, or has failed and holds up its
/// partition no longer. <see cref="UnitWriteOutcome.NotQueued"/>: it had ended otherwise. <see cref="UnitWriteOutcome.NotFound"/>: there is none.
/// </remarks>
public sealed class CancelWrite : UnitWrite
{
    /// <summary>Gets the unit.</summary>
    public required string UnitId { get; init; }
}
