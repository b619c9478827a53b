using Dagstack.Extensions.Orchestration.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What a runner is made of.</summary>
internal sealed record UnitRunnerParts
{
    /// <summary>Gets the store, which is open.</summary>
    public required UnitStore Store { get; init; }

    public required UnitPlacement Placement { get; init; }

    public required IUnitBody Body { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets where all of the runner's own work is done, one thing after the other.</summary>
    public required TaskScheduler Scheduler { get; init; }

    public UnitRunnerOptions Options { get; init; } = new();

    public UnitWriterOptions WriterOptions { get; init; } = new();

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gets what hashes outputs that are compared, JSON as UTF-8; null is no output.</summary>
    public Func<ReadOnlyMemory<byte>?, string> HashOutput { get; init; } = static _ => string.Empty;

    /// <summary>Gets what makes waits uneven.</summary>
    public Random Random { get; init; } = new();
}
