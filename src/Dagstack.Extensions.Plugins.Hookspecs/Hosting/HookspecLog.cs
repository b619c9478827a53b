using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hookspecs.Hosting;

/// <summary>Every message of this package. Event ids are stable and never reused.</summary>
internal static partial class HookspecLog
{
    /// <summary>The category of the messages.</summary>
    public const string Category = "Dagstack.Extensions.Plugins.Hookspecs";

    [LoggerMessage(310, LogLevel.Warning, "{Difference}", EventName = "HookspecDiffers")]
    public static partial void Differs(this ILogger logger, string difference);

    [LoggerMessage(311, LogLevel.Warning, "The hookspecs in '{Folder}' cannot all be read: {Problem}", EventName = "HookspecUnreadable")]
    public static partial void Unreadable(this ILogger logger, string folder, string problem);

    [LoggerMessage(312, LogLevel.Debug, "The contract of the kind '{Kind}' is what '{File}' says", EventName = "HookspecAgrees")]
    public static partial void Agrees(this ILogger logger, string kind, string file);
}
