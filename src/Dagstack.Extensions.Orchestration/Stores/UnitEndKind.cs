namespace Dagstack.Extensions.Orchestration;

/// <summary>How a run of a unit ends.</summary>
public enum UnitEndKind
{
    /// <summary>It is done.</summary>
    Succeeded,

    /// <summary>It has failed for the last time.</summary>
    Failed,

    /// <summary>It has failed for the last time, and holds up those behind it.</summary>
    FailedAndHalts,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its turn came too late. It was not started.</summary>
    Expired,

    /// <summary>It has failed, and runs again after a while: queued, one failure more.</summary>
    Retry,

    /// <summary>It was interrupted, and runs again: queued, nothing counted.</summary>
    Interrupted,

    /// <summary>The process that ran the plugin has died with it: queued, one loss more.</summary>
    Lost,
}
