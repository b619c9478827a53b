namespace Dagstack.Extensions.Orchestration;

/// <summary>The end of a run, the start of the next, or both at once, in one partition.</summary>
/// <remarks>
/// <see cref="UnitWriteOutcome.Fenced"/> if the lease is not valid any more: nothing is changed. An end that is there already with the same run and
/// kind is applied; one that is too late, since the unit has ended otherwise or has been queued anew, changes nothing and is
/// <see cref="UnitWriteOutcome.NotQueued"/>. So is a start if the unit does not wait any more. Of an end and a start that come together each is made
/// whatever becomes of the other.
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
