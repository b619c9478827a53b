using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>The messages of resources. Their event ids, 30 to 39, continue those of <see cref="Log"/>.</summary>
internal static partial class ResourceLog
{
    [LoggerMessage(30, LogLevel.Information, "{Percent} % done", EventName = "Progress")]
    public static partial void Progress(this ILogger logger, int percent);

    [LoggerMessage(31, LogLevel.Information, "{Percent} % done: {Message}", EventName = "ProgressMessage")]
    public static partial void ProgressMessage(this ILogger logger, int percent, string message);

    [LoggerMessage(32, LogLevel.Warning, "'{Path}' in a plugin's temporary folder could not be removed and stays until someone deletes it: {Reason}", EventName = "TempNotRemoved")]
    public static partial void TempNotRemoved(this ILogger logger, string path, string reason);

    [LoggerMessage(33, LogLevel.Debug, "The unfinished file '{Path}' of a store stays for now: {Reason}", EventName = "UnfinishedKept")]
    public static partial void UnfinishedKept(this ILogger logger, string path, string reason);
}
