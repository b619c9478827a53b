namespace Dagstack.Extensions.Orchestration;

/// <summary>The wish that one unit that has failed, expired or been cancelled runs again, as <see cref="UnitStore.BackfillAsync"/> does it for many.</summary>
/// <remarks>
/// <see cref="UnitWriteOutcome.Applied"/>: it is queued again. <see cref="UnitWriteOutcome.Deduplicated"/> with the unit that has the same input and
/// waits, runs or has succeeded. <see cref="UnitWriteOutcome.NotQueued"/>: it waits, runs or has succeeded itself; so it is also when this is said again.
/// <see cref="UnitWriteOutcome.NotFound"/>: there is none.
/// </remarks>
public sealed class RetryWrite : UnitWrite
{
    /// <summary>Gets the unit.</summary>
    public required string UnitId { get; init; }
}
