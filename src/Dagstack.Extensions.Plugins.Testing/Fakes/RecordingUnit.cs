namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A unit of work for tests: what a plugin is given, and what it has reported and saved.</summary>
/// <remarks>Give its <see cref="Context"/> to the plugin's own <see cref="IUnitOfWork"/>, or to <see cref="PluginTestHost.RunUnitAsync"/>. See §9 of the plugin contract and docs/testing-a-plugin.md.</remarks>
public sealed class RecordingUnit
{
    /// <summary>Initializes a new instance of the <see cref="RecordingUnit"/> class.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="partitionKey">The queue that it is of; null for one of its own.</param>
    /// <param name="time">Gives reports their time, such as a <see cref="FrozenClock"/>; null for the system's.</param>
    public RecordingUnit(string unitId = "unit-1", string? partitionKey = null, TimeProvider? time = null)
        : this(unitId, partitionKey, attempt: 1, new(time ?? TimeProvider.System), new())
    {
    }

    private RecordingUnit(string unitId, string? partitionKey, int attempt, InMemoryProgress progress, InMemoryCheckpoint checkpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitId);
        (Progress, Checkpoint) = (progress, checkpoint);
        Context = new() { UnitId = unitId, PartitionKey = partitionKey, Attempt = attempt, Progress = progress, Checkpoint = checkpoint };
    }

    /// <summary>Gets what the plugin is given.</summary>
    public UnitContext Context { get; }

    /// <summary>Gets what was reported, in all attempts.</summary>
    public InMemoryProgress Progress { get; }

    /// <summary>Gets what was saved. Its <see cref="InMemoryCheckpoint.EndAfter"/> interrupts the unit as the end of a process does.</summary>
    public InMemoryCheckpoint Checkpoint { get; }

    /// <summary>Makes the next attempt of the same unit, after a failure: it has the checkpoint that was saved.</summary>
    /// <returns>The unit, with the same progress and checkpoint.</returns>
    public RecordingUnit NextAttempt() => new(Context.UnitId, Context.PartitionKey, Context.Attempt + 1, Progress, Checkpoint);
}
