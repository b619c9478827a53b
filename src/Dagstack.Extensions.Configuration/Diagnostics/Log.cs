using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Diagnostics;

/// <summary>Every message of this package. Event ids are stable and never reused.</summary>
internal static partial class Log
{
    public const string Category = "Dagstack.Extensions.Configuration";

    [LoggerMessage(1, LogLevel.Warning, "reload_rejected: changed configuration files were refused, and the old values stay. {Reason}", EventName = "ReloadRejected")]
    public static partial void ReloadRejected(this ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Configuration has changed: {Sources}", EventName = "Reloaded")]
    public static partial void Reloaded(this ILogger logger, string sources);

    [LoggerMessage(3, LogLevel.Warning, "subscription_without_watch: nothing watches the files of the section '{Path}', so its subscribers hear of changes after Reload() only. Set ReloadOnChange or PollInterval", EventName = "SubscriptionWithoutWatch")]
    public static partial void SubscriptionWithoutWatch(this ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Error, "A subscriber of the section '{Path}' failed; the others were told", EventName = "SubscriberFailed")]
    public static partial void SubscriberFailed(this ILogger logger, string path, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The folder {Folder} cannot be watched ({Reason}), so its files are looked at every {Seconds} s", EventName = "WatchFailed")]
    public static partial void WatchFailed(this ILogger logger, string folder, string reason, double seconds);

    [LoggerMessage(6, LogLevel.Warning, "{Path}: there is no source for the scheme of {Reference}, so its default is used. Add the source to SecretSources, or correct the scheme", EventName = "SecretDefaulted")]
    public static partial void SecretDefaulted(this ILogger logger, string path, string reference);

    [LoggerMessage(7, LogLevel.Error, "A subscriber of changes to the configuration failed", EventName = "ListenerFailed")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "Changed configuration files could not be read; it is tried again", EventName = "LookFailed")]
    public static partial void LookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "The TOML file {File} has changed and was refused, and the old values stay. {Reason}", EventName = "TomlRefused")]
    public static partial void TomlRefused(this ILogger logger, string file, string reason);
}
