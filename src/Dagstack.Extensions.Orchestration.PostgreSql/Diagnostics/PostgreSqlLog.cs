using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Diagnostics;

/// <summary>What is logged of PostgreSQL. Connection strings are not.</summary>
internal static partial class PostgreSqlLog
{
    [LoggerMessage(385, LogLevel.Warning, "What other processes write is not heard at the moment, and is found by asking: {Reason}")]
    public static partial void ListeningLost(this ILogger logger, string reason);

    [LoggerMessage(386, LogLevel.Information, "What other processes write is heard again: {Place}.")]
    public static partial void ListeningAgain(this ILogger logger, string place);

    [LoggerMessage(387, LogLevel.Information, "The process {Node} runs units of work of {Place}.")]
    public static partial void Joined(this ILogger logger, string node, string place);

    [LoggerMessage(388, LogLevel.Warning, "The process {Node} cannot say that it is alive: {Reason}")]
    public static partial void BeatFailed(this ILogger logger, string node, string reason);

    [LoggerMessage(389, LogLevel.Error, "The process {Node} could not say that it is alive for {Seconds:0.0} s, and is taken for dead by others. What it runs of {Count} partitions is interrupted; it takes part again as soon as it can.")]
    public static partial void TakenForDead(this ILogger logger, string node, double seconds, int count);

    [LoggerMessage(390, LogLevel.Information, "The process {Node} is alive again, after {Seconds:0.0} s.")]
    public static partial void AliveAgain(this ILogger logger, string node, double seconds);

    [LoggerMessage(391, LogLevel.Warning, "Other processes have taken {Count} partitions from {Node}, which they took for dead. What it runs of them is interrupted.")]
    public static partial void Robbed(this ILogger logger, string node, int count);

    [LoggerMessage(392, LogLevel.Information, "The process {Node} has taken {Count} partitions over from processes that have died.")]
    public static partial void TookOver(this ILogger logger, string node, int count);

    [LoggerMessage(393, LogLevel.Warning, "The process {Node} could not take its leave: {Reason} Others see its end by themselves.")]
    public static partial void LeaveFailed(this ILogger logger, string node, string reason);
}
