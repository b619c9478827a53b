using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>How an engine is.</summary>
internal static class EngineHealth
{
    /// <summary>Looks. A store that is out makes it degraded: what runs goes on, and nothing is lost.</summary>
    public static async ValueTask<HealthCheckResult> CheckAsync(UnitEngine engine, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, object>
        {
            ["node"] = engine.Node,
            ["nodes"] = engine.Nodes,
            ["running"] = engine.RunningCount,
            ["partitions"] = engine.PartitionCount,
        };
        if (engine.Writer.Outage.Present is { } outage)
        {
            data["store_out_since"] = outage.Since;
            return HealthCheckResult.Degraded($"The store of units of work is out since {outage.Since:O}: {outage.Reason}", data: data);
        }

        try
        {
            var counts = await engine.Store.CountAsync(cancellationToken).ConfigureAwait(false);
            data["queued"] = counts.Sum(static of => of.Queued);
            data["failed"] = counts.Sum(static of => of.Failed);
            if (counts.Min(static of => of.OldestQueued) is { } oldest)
            {
                var age = engine.Parts.Time.GetUtcNow() - oldest;
                data["oldest_queued_seconds"] = Math.Max(0, age.TotalSeconds);
                if (age > engine.Parts.OldestQueued)
                {
                    return HealthCheckResult.Degraded($"The oldest unit of work waits since {oldest:O}, longer than the {engine.Parts.OldestQueued} that it may (option OldestQueuedLimit). See whether its plugin is up and its partition is not held up.", data: data);
                }
            }

            return HealthCheckResult.Healthy(data: data);
        }
        catch (UnitStoreUnavailableException fault)
        {
            return HealthCheckResult.Degraded($"The store of units of work is out: {fault.Message}", data: data);
        }
    }
}
