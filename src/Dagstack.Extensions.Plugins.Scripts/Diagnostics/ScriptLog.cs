using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Diagnostics;

/// <summary>Every message of this package. Event ids are stable and never reused.</summary>
internal static partial class ScriptLog
{
    /// <summary>The category of the messages.</summary>
    public const string Category = "Dagstack.Extensions.Plugins.Scripts";

    [LoggerMessage(300, LogLevel.Debug, "'{File}' of plugin {Plugin} was compiled in {Milliseconds} ms", EventName = "ScriptCompiled")]
    public static partial void Compiled(this ILogger logger, string file, PluginId plugin, long milliseconds);

    [LoggerMessage(301, LogLevel.Debug, "The compiler warns of plugin {Plugin}: {Warning}", EventName = "ScriptWarning")]
    public static partial void CompilerWarning(this ILogger logger, PluginId plugin, string warning);

    [LoggerMessage(302, LogLevel.Debug, "'{File}' of plugin {Plugin} was compiled before, and is taken from '{Entry}'", EventName = "ScriptFromCache")]
    public static partial void FromCache(this ILogger logger, string file, PluginId plugin, string entry);

    [LoggerMessage(303, LogLevel.Warning, "'{Folder}' is not used for what was compiled, so that each start compiles anew: {Reason}", EventName = "ScriptCacheRefused")]
    public static partial void CacheRefused(this ILogger logger, string folder, string reason);

    [LoggerMessage(304, LogLevel.Warning, "'{Entry}' is not what was put there ({Reason}); it is compiled anew and replaced", EventName = "ScriptEntryDamaged")]
    public static partial void EntryDamaged(this ILogger logger, string entry, string reason);

    [LoggerMessage(305, LogLevel.Debug, "'{Entry}' cannot be read, written or removed, and is done without: {Reason}", EventName = "ScriptEntryUnusable")]
    public static partial void EntryUnusable(this ILogger logger, string entry, string reason);

    [LoggerMessage(306, LogLevel.Debug, "The compiler is loaded and has compiled once, so that the first edit is quick ({Milliseconds} ms)", EventName = "ScriptCompilerWarm")]
    public static partial void CompilerWarm(this ILogger logger, long milliseconds);

    [LoggerMessage(307, LogLevel.Debug, "The compiler could not be made ready for the first edit, which takes longer: {Reason}", EventName = "ScriptCompilerNotWarm")]
    public static partial void CompilerNotWarm(this ILogger logger, string reason);
}
