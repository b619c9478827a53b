namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What is broken on purpose, to see that it is found.</summary>
internal enum SimBreak
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A write of an old epoch is accepted.</summary>
    Fence,

    /// <summary>Two units may have the same key.</summary>
    Keys,

    /// <summary>Queues are loaded in the wrong order.</summary>
    Order,

    /// <summary>An end is answered before it is durable, and lost at times.</summary>
    Ends,

    /// <summary>A checkpoint is answered before it is durable, and lost at times.</summary>
    Checkpoints,
}
