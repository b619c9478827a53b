namespace Dagstack.Extensions.Orchestration;

/// <summary>What has happened to a unit of work.</summary>
public enum UnitSignalKind
{
    /// <summary>There is something to run: a new unit, one that waits for a retry, or one that was queued again.</summary>
    Queued,

    /// <summary>Somebody has asked for the end of one that runs.</summary>
    CancelRequested,

    /// <summary>It has said how far it has come, or has started.</summary>
    Progressed,

    /// <summary>It has come to its end.</summary>
    Ended,
}
