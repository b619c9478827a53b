namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>How writes are put together.</summary>
internal sealed record UnitWriterOptions
{
    /// <summary>Gets how many writes are made by one commit at most; 1 switches it off, for comparisons.</summary>
    public int MaxBatch { get; init; } = 512;

    /// <summary>Gets how many bytes one commit carries at most.</summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Gets how long the first wait is after which writes are said again to a store that was out; it doubles.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Gets how long that wait is at most.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(2);
}
