namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>What a line of a log says.</summary>
internal enum FactKind
{
    /// <summary>A caller was told that its unit is taken in, or that it was there already.</summary>
    Enqueued,

    /// <summary>Somebody is about to ask for the end of a unit.</summary>
    Cancelling,

    /// <summary>The body of a unit has begun.</summary>
    Started,

    /// <summary>It has loaded its checkpoint: so many steps are done.</summary>
    Resumed,

    /// <summary>It has done a step and is about to save that.</summary>
    Saving,

    /// <summary>It was told that this is saved.</summary>
    Saved,

    /// <summary>It was told that it has no right to write any more.</summary>
    Refused,

    /// <summary>Its token was cancelled, and it has ended because of that.</summary>
    Interrupted,

    /// <summary>It has thrown, and is to be tried again.</summary>
    Failed,

    /// <summary>It has come to its end and is about to say so. Its output is its run.</summary>
    Completed,

    /// <summary>Somebody who waits for a unit was told how it has ended.</summary>
    Seen,

    /// <summary>How the unit is in the store when all is over, and how many processes have died with it.</summary>
    Final,

    /// <summary>A process is gone, or stands still, or was asked to stop; or the store is out, which is a node by the name of <see cref="Fact.Store"/>.</summary>
    Loss,

    /// <summary>A process that stood still goes on; or the store is back.</summary>
    Back,
}
