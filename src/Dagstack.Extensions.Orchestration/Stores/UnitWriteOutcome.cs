namespace Dagstack.Extensions.Orchestration;

/// <summary>What became of a write.</summary>
public enum UnitWriteOutcome
{
    /// <summary>It was made, now or when it was said before.</summary>
    Applied,

    /// <summary>The lease is not valid any more: nothing was changed.</summary>
    Fenced,

    /// <summary>The same work is there already.</summary>
    Deduplicated,

    /// <summary>The unit is in no state for it.</summary>
    NotQueued,

    /// <summary>Another version is there.</summary>
    Conflict,

    /// <summary>There is no such thing.</summary>
    NotFound,
}
