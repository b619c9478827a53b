using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Orchestration.Writing;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>What an engine is made of, anew for each start.</summary>
internal sealed record EngineParts
{
    public required Func<UnitStore> Store { get; init; }

    public required Func<UnitStore, UnitPlacement> Placement { get; init; }

    public required Func<PluginBody> Body { get; init; }

    public required UnitRunnerOptions Options { get; init; }

    public UnitWriterOptions WriterOptions { get; init; } = new();

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Gets how old the oldest unit that waits may be before health is degraded.</summary>
    /// <value>Null for any age.</value>
    public TimeSpan? OldestQueued { get; init; }
}
