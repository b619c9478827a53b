using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>What is logged of plugins as tools.</summary>
internal static partial class ExportLog
{
    [LoggerMessage(130, LogLevel.Warning, "The tools '{First}' and '{Second}' would both be called '{Name}', and the second one is left out. Rename one of them, or set UseDottedNames.", EventName = "ExportNameTaken")]
    public static partial void ExportNameTaken(this ILogger logger, string first, string second, string name);

    [LoggerMessage(131, LogLevel.Warning, "The call of '{Tool}' by a client failed: {Problem}", EventName = "ExportedCallFailed")]
    public static partial void ExportedCallFailed(this ILogger logger, string tool, string problem, Exception? fault);

    [LoggerMessage(132, LogLevel.Warning, "A client is no longer told of changes of the list of tools: {Problem}", EventName = "ExportNotFollowed")]
    public static partial void ExportNotFollowed(this ILogger logger, string problem);

    [LoggerMessage(133, LogLevel.Warning, "Whether the list of tools has changed is not known, since it cannot be read; the next change of a plugin is looked at again: {Problem}", EventName = "ExportNotRead")]
    public static partial void ExportNotRead(this ILogger logger, string problem, Exception? fault);
}
