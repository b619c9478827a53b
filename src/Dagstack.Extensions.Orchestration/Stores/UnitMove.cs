namespace Dagstack.Extensions.Orchestration;

/// <summary>The end of a run, the start of the next, or both at once, in one partition.</summary>
/// <remarks>
/// <see cref="UnitWriteOutcome.Fenced"/> if the lease is not valid any more: nothing is changed. An end that is there already with the same run is
/// applied. A start is <see cref="UnitWriteOutcome.NotQueued"/> if the unit does not wait any more; the end that came with it is made all the same.
/// </remarks>
public sealed class UnitMove : UnitWrite
{
    /// <summary>Gets the right to it.</summary>
    public required UnitLease Lease { get; init; }

    /// <summary>Gets the end of a run, or of a unit that is not to run.</summary>
    /// <value>Null for none.</value>
    public UnitEnd? End { get; init; }

    /// <summary>Gets the start of a unit.</summary>
    /// <value>Null for none.</value>
    public UnitStart? Start { get; init; }
}
