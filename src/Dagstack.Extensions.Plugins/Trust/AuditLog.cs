using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Messages for whoever is responsible for what runs. Event ids are stable and never reused.</summary>
internal static partial class AuditLog
{
    /// <summary>Their category, so that they can be kept apart from all others.</summary>
    public const string Category = "Dagstack.Extensions.Plugins.Audit";

    [LoggerMessage(70, LogLevel.Information, "Loading plugin {Plugin} {Version} of {Publisher} from {Path} by {Runtime}, SHA-256 {Sha256}, asked by {AskedBy}", EventName = "PluginLoading")]
    public static partial void PluginLoading(this ILogger logger, PluginId plugin, string version, string publisher, string? path, string runtime, string sha256, string askedBy);

    [LoggerMessage(71, LogLevel.Information, "Plugin {Plugin} {Version} of {Publisher} serves as generation {Generation}, SHA-256 {Sha256}, asked by {AskedBy}", EventName = "PluginActivated")]
    public static partial void PluginActivated(this ILogger logger, PluginId plugin, string version, string publisher, int generation, string sha256, string askedBy);

    [LoggerMessage(72, LogLevel.Information, "Plugin {Plugin} {Version} of {Publisher} was reloaded ({Outcome}): generation {Generation} is there, SHA-256 {Sha256}, asked by {AskedBy}", EventName = "PluginReloadAudited")]
    public static partial void PluginReloadAudited(this ILogger logger, PluginId plugin, string version, string publisher, string outcome, int generation, string sha256, string askedBy);

    [LoggerMessage(73, LogLevel.Warning, "Refused plugin {Plugin} {Version} of {Publisher} from {Path} ({Code}), SHA-256 {Sha256}, asked by {AskedBy}: {Reason}", EventName = "PluginRefused")]
    public static partial void PluginRefused(this ILogger logger, PluginId plugin, string version, string publisher, string? path, string? code, string sha256, string askedBy, string? reason);

    [LoggerMessage(74, LogLevel.Information, "Plugin {Plugin} declares {Security} to matter for security, and {Others} for routing", EventName = "CapabilitiesDeclared")]
    public static partial void CapabilitiesDeclared(this ILogger logger, PluginId plugin, string security, string others);

    [LoggerMessage(75, LogLevel.Warning, "Plugin {Plugin} is untrusted: it says to be of {Publisher}, and DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS does not name that. It is served all the same; switch it off in plugins:deny, or add its publisher", EventName = "PublisherUntrusted")]
    public static partial void PublisherUntrusted(this ILogger logger, PluginId plugin, string publisher);

    [LoggerMessage(77, LogLevel.Information, "Plugin {Plugin} {Version} of {Publisher} is the active one of its kind from now on, asked by {AskedBy}. Before that: {Before}", EventName = "ActiveChangeAudited")]
    public static partial void ActiveChangeAudited(this ILogger logger, PluginId plugin, string version, string publisher, string askedBy, string before);

    [LoggerMessage(76, LogLevel.Warning, "The lock file does not cover all of plugin {Plugin}. {NotCovered}", EventName = "LockDoesNotCover")]
    public static partial void LockDoesNotCover(this ILogger logger, PluginId plugin, string notCovered);
}
