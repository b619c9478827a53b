using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Where progress and checkpoints of one unit of work go, for the time of its call.</summary>
/// <param name="unit">The unit.</param>
/// <param name="progress">Told of its progress.</param>
/// <param name="checkpoints">Saves its checkpoints.</param>
internal sealed class UnitSinks(UnitContext unit, ProgressRelay progress, CheckpointRelay checkpoints)
{
    /// <summary>How long a call that was cancelled waits for what its server said before.</summary>
    private static readonly TimeSpan s_lastSaves = TimeSpan.FromSeconds(5);

    public string Id => unit.UnitId;

    public ProgressRelay Progress => progress;

    public CheckpointRelay Checkpoints => checkpoints;

    /// <summary>Describes the unit for its server.</summary>
    public JsonObject Describe()
    {
        var described = new JsonObject { ["unit_id"] = unit.UnitId, ["attempt"] = unit.Attempt };
        if (unit.PartitionKey is { } partition)
        {
            described["partition_key"] = partition;
        }

        return described;
    }

    /// <summary>Saves what is left. One that was cancelled is not worth much time any more.</summary>
    public async Task EndAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var registration = cancellationToken.UnsafeRegister(static patience => ((CancellationTokenSource)patience!).CancelAfter(s_lastSaves), patience);
        await checkpoints.EndAsync(patience.Token).ConfigureAwait(false);
    }
}
