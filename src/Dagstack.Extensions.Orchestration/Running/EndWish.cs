namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Why a unit that runs is asked to end.</summary>
internal enum EndWish
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Somebody has cancelled it.</summary>
    Cancel,

    /// <summary>It has taken longer than it may.</summary>
    Timeout,

    /// <summary>No more units are run here.</summary>
    Stop,

    /// <summary>It is somebody else's.</summary>
    Lost,
}
