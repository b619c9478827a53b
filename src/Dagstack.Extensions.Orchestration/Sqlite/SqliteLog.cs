using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The messages of the SQLite store. Event ids are stable and never reused.</summary>
internal static partial class SqliteLog
{
    [LoggerMessage(380, LogLevel.Information, "The store of units of work '{File}' is open, for the {Epoch}. time; {Lost} units were running when it was left", EventName = "SqliteStoreOpened")]
    public static partial void StoreOpened(this ILogger logger, string file, long epoch, long lost);

    [LoggerMessage(381, LogLevel.Information, "The store of units of work '{File}' was of format {From} and is of format {To} now", EventName = "SqliteStoreMigrated")]
    public static partial void StoreMigrated(this ILogger logger, string file, long from, long to);

    [LoggerMessage(382, LogLevel.Warning, "{Problem}", EventName = "SqliteStoreOut")]
    public static partial void StoreOut(this ILogger logger, string problem);

    [LoggerMessage(383, LogLevel.Information, "The store of units of work '{File}' is back", EventName = "SqliteStoreBack")]
    public static partial void StoreBack(this ILogger logger, string file);

    [LoggerMessage(384, LogLevel.Error, "What listens for changes of units of work has thrown, and the change was made all the same: {Fault}", EventName = "SqliteSignalFailed")]
    public static partial void SignalFailed(this ILogger logger, string fault);
}
