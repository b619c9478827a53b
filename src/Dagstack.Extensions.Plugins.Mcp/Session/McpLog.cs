using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What is logged of plugins in other processes.</summary>
internal static partial class McpLog
{
    [LoggerMessage(100, LogLevel.Information, "{Line}")]
    public static partial void ErrorLine(this ILogger logger, string line);

    [LoggerMessage(101, LogLevel.Warning, "{Count} lines of its error output were dropped: they came faster than the log took them.")]
    public static partial void LinesDropped(this ILogger logger, long count);

    [LoggerMessage(102, LogLevel.Warning, "Its server does not keep to the protocol ({Kind}): {Text}")]
    public static partial void Strange(this ILogger logger, string kind, string text);

    [LoggerMessage(103, LogLevel.Warning, "A checkpoint is not saved, or not handed over: {Problem} ({Checkpoint})")]
    public static partial void CheckpointRefused(this ILogger logger, string problem, string checkpoint);

    [LoggerMessage(104, LogLevel.Warning, "Checkpoints are lost, the first of them '{Key}': those that wait to be saved have {Max} bytes, and no more may wait. Let the plugin save less, or see what keeps the store.")]
    public static partial void CheckpointLost(this ILogger logger, string key, int max);

    [LoggerMessage(105, LogLevel.Warning, "The list of its tools has changed and cannot be read: {Problem} What was listed before stays.")]
    public static partial void ToolsUnread(this ILogger logger, string problem);

    [LoggerMessage(106, LogLevel.Warning, "It did not answer three health checks in a row, and its process is ended and started anew.")]
    public static partial void Silent(this ILogger logger);

    [LoggerMessage(107, LogLevel.Warning, "Child processes are not ended by the system when the host is killed, since there is no /bin/sh. Give the host one, or a supervisor that ends process groups.")]
    public static partial void Unguarded(this ILogger logger);

    [LoggerMessage(108, LogLevel.Information, "Its server speaks MCP {Version} and lists {Tools} tools.")]
    public static partial void Connected(this ILogger logger, string version, int tools);

    [LoggerMessage(EventId = 109, Message = "{Text}")]
    public static partial void Said(this ILogger logger, LogLevel level, string text);

    [LoggerMessage(110, LogLevel.Warning, "Its configuration has changed, which its server learns when it is started anew, and that was not done: {Problem}")]
    public static partial void ConfigurationNotTaken(this ILogger logger, string problem);

    [LoggerMessage(111, LogLevel.Warning, "Where the application takes progress to, it was not taken: {Problem}. The call goes on.")]
    public static partial void ProgressNotTaken(this ILogger logger, string problem);

    [LoggerMessage(112, LogLevel.Warning, "{Count} log messages and reports of progress were dropped: they came faster than the application took them.")]
    public static partial void WordsLost(this ILogger logger, long count);

    [LoggerMessage(113, LogLevel.Warning, "One of its processes is lost, and another is started: {Reason}")]
    public static partial void ProcessLost(this ILogger logger, string reason);

    [LoggerMessage(114, LogLevel.Information, "One of its processes is replaced between calls: {Excess}.")]
    public static partial void ProcessRenewed(this ILogger logger, string excess);

    [LoggerMessage(115, LogLevel.Warning, "One of its processes did not end well: {Problem}")]
    public static partial void ProcessEndFailed(this ILogger logger, string problem);
}
