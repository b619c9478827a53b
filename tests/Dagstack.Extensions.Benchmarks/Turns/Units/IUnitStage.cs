namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Something that runs units, or jobs, that do nothing.</summary>
internal interface IUnitStage : IAsyncDisposable
{
    /// <summary>Raised when one has run.</summary>
    event Action? Ran;

    /// <summary>Gets a value indicating whether an enqueue keeps the caller's thread.</summary>
    bool IsBlocking { get; }

    /// <summary>Takes one in. It is durable afterwards, as far as it will be.</summary>
    /// <param name="caller">Who asks: each has a partition of its own.</param>
    /// <returns>Its identity.</returns>
    ValueTask<string> EnqueueAsync(int caller);

    /// <summary>Waits until one has ended, and that is durable.</summary>
    Task WaitAsync(string id);

    /// <summary>Counts those that have ended well.</summary>
    Task<long> CountEndedAsync();
}
