namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>What the judge may find.</summary>
internal enum FindingKind
{
    /// <summary>A unit was acknowledged, and the store does not have it.</summary>
    Missing,

    /// <summary>One key stands for two units.</summary>
    TwoUnits,

    /// <summary>One unit was given out for two keys.</summary>
    TwoKeys,

    /// <summary>A unit was started before the one ahead of it in its partition was over.</summary>
    Order,

    /// <summary>A unit has ended in two ways.</summary>
    EndedTwice,

    /// <summary>A unit has not ended as it should, or as its run says.</summary>
    EndedOtherwise,

    /// <summary>A write of a run was accepted after one of a newer run had been.</summary>
    StaleWrite,

    /// <summary>A unit was run again though nothing was lost.</summary>
    RanTwice,

    /// <summary>A run did not find the checkpoint that was saved last.</summary>
    Checkpoint,

    /// <summary>A unit has not ended.</summary>
    Open,

    /// <summary>A run was interrupted where nothing had happened.</summary>
    Disturbed,
}
