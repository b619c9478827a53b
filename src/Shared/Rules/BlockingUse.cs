namespace Dagstack.Extensions.Shared;

/// <summary>How a plugin blocks its thread.</summary>
internal enum BlockingUse
{
    /// <summary>Waits until something has happened.</summary>
    Waits,

    /// <summary>Takes the result of a task, which waits for it unless it is there.</summary>
    TakesResult,

    /// <summary>Takes the result of an awaiter, as an await does too when it is there.</summary>
    TakesAwaited,

    /// <summary>Burns time.</summary>
    Spins,
}
