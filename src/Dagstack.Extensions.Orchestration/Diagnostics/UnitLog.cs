using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Diagnostics;

/// <summary>What is logged of units of work. Arguments and outputs are not.</summary>
internal static partial class UnitLog
{
    [LoggerMessage(360, LogLevel.Warning, "The store of units of work is out: {Reason} What runs goes on, and what is to be written is said again until it answers.")]
    public static partial void StoreOut(this ILogger logger, string reason);

    [LoggerMessage(361, LogLevel.Information, "The store of units of work answers again, after {Seconds:0.0} s.")]
    public static partial void StoreBack(this ILogger logger, double seconds);

    [LoggerMessage(362, LogLevel.Warning, "The store of units of work has refused {Count} writes at once. Each is made alone, so that the one that is wrong fails alone.")]
    public static partial void BatchRefused(this ILogger logger, int count, Exception fault);

    [LoggerMessage(363, LogLevel.Information, "Units of work are run by {Node}: up to {MaxConcurrency} at a time, {MaxLongRunning} of them long ones.")]
    public static partial void Running(this ILogger logger, string node, int maxConcurrency, int maxLongRunning);

    [LoggerMessage(364, LogLevel.Information, "No more units of work are run by {Node}.")]
    public static partial void Stopped(this ILogger logger, string node);

    [LoggerMessage(365, LogLevel.Warning, "The unit {UnitId} of {Plugin} has failed, the failure {Failures} of {MaxAttempts}, and is run again in {Seconds:0.0} s: {Error}")]
    public static partial void Retrying(this ILogger logger, string unitId, string plugin, int failures, int maxAttempts, double seconds, string error);

    [LoggerMessage(366, LogLevel.Error, "The unit {UnitId} of {Plugin} has failed for the last time: {Error}")]
    public static partial void Failed(this ILogger logger, string unitId, string plugin, string error);

    [LoggerMessage(367, LogLevel.Error, "The unit {UnitId} of {Plugin} has failed for the last time, and holds up those behind it in the partition '{PartitionKey}' until it is run again by a backfill or cancelled: {Error}")]
    public static partial void Halted(this ILogger logger, string unitId, string plugin, string? partitionKey, string error);

    [LoggerMessage(368, LogLevel.Information, "The unit {UnitId} of {Plugin} was interrupted, and is run again: {Reason}")]
    public static partial void Interrupted(this ILogger logger, string unitId, string plugin, string reason);

    [LoggerMessage(369, LogLevel.Warning, "A process has died with the unit {UnitId} of {Plugin}, and it is run again: {Reason}")]
    public static partial void Lost(this ILogger logger, string unitId, string plugin, string reason);

    [LoggerMessage(370, LogLevel.Warning, "The unit {UnitId} of {Plugin} was asked to end and has not within {Seconds:0.0} s. It is left behind, and nothing that it writes counts any more. Let it look at its cancellation token.")]
    public static partial void LeftBehind(this ILogger logger, string unitId, string plugin, double seconds);

    [LoggerMessage(371, LogLevel.Warning, "The unit {UnitId} of {Plugin} runs for {Seconds:0} s, which is more than three times the estimated_duration_sec of its manifest ({Estimated:0} s).")]
    public static partial void Overdue(this ILogger logger, string unitId, string plugin, double seconds, double estimated);

    [LoggerMessage(372, LogLevel.Warning, "The partition '{Partition}' is run by somebody else now. What runs of it here is interrupted.")]
    public static partial void PartitionLost(this ILogger logger, string partition);

    [LoggerMessage(373, LogLevel.Error, "The partition '{Partition}' cannot be run at the moment, and is tried again.")]
    public static partial void PartitionFaulted(this ILogger logger, string partition, Exception fault);

    [LoggerMessage(374, LogLevel.Error, "What looks after units of work ({What}) has failed, and goes on.")]
    public static partial void LoopFaulted(this ILogger logger, string what, Exception fault);

    [LoggerMessage(375, LogLevel.Information, "{Count} units of work that ended long ago were removed.")]
    public static partial void Swept(this ILogger logger, int count);

    [LoggerMessage(376, LogLevel.Warning, "The setting '{Path}' is none of units of work, and is passed over.{Hint}")]
    public static partial void UnknownSetting(this ILogger logger, string path, string hint);
}
