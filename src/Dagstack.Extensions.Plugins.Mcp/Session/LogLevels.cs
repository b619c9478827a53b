using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Levels of log messages, as the protocol names them.</summary>
internal static class LogLevels
{
    public static LogLevel Read(string level) => level switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" or "alert" or "emergency" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>Gets the lowest level that a logger takes; null if it takes nothing.</summary>
    public static string? LowestOf(ILogger logger) => logger.IsEnabled(LogLevel.Debug) ? "debug"
        : logger.IsEnabled(LogLevel.Information) ? "info"
        : logger.IsEnabled(LogLevel.Warning) ? "warning"
        : logger.IsEnabled(LogLevel.Error) ? "error"
        : logger.IsEnabled(LogLevel.Critical) ? "critical"
        : null;
}
