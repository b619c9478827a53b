using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>What is logged of plugins as tools.</summary>
internal static partial class ExportLog
{
    [LoggerMessage(130, LogLevel.Warning, "The tools '{First}' and '{Second}' would both be called '{Name}', so the name of each ends with a hash. Rename one of them, or set UseDottedNames.", EventName = "ExportNameShared")]
    public static partial void ExportNameShared(this ILogger logger, string first, string second, string name);

    [LoggerMessage(131, LogLevel.Warning, "The call of '{Tool}' by a client failed: {Problem}", EventName = "ExportedCallFailed")]
    public static partial void ExportedCallFailed(this ILogger logger, string tool, string problem, Exception? fault);

    [LoggerMessage(132, LogLevel.Warning, "A client is no longer told of changes of the list of tools: {Problem}", EventName = "ExportNotFollowed")]
    public static partial void ExportNotFollowed(this ILogger logger, string problem);

    [LoggerMessage(133, LogLevel.Warning, "Whether the list of tools has changed is not known, since it cannot be read; the next change of a plugin is looked at again: {Problem}", EventName = "ExportNotRead")]
    public static partial void ExportNotRead(this ILogger logger, string problem, Exception? fault);

    [LoggerMessage(134, LogLevel.Warning, "No plugin that is there now is exported by '{Glob}'. Look for a slip in it: hooks have their names in snake_case, and without a dot after the colon a glob is for plugins.", EventName = "ExportGlobUnused")]
    public static partial void ExportGlobUnused(this ILogger logger, string glob);

    [LoggerMessage(135, LogLevel.Warning, "'{Tool}' is no tool, since JSON does not have what it takes or returns; keep it in this process by [Hook(Exposed = false)], or give it other types: {Problem}", EventName = "ExportNotDescribed")]
    public static partial void ExportNotDescribed(this ILogger logger, string tool, string problem);

    [LoggerMessage(136, LogLevel.Warning, "Progress of a call was not sent to its client, and the call goes on: {Problem}", EventName = "ExportedProgressNotSent")]
    public static partial void ExportedProgressNotSent(this ILogger logger, string problem, Exception? fault);
}
