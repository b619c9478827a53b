using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;

/// <summary>Messages for whoever is responsible for what runs. Event ids are stable and never reused.</summary>
internal static partial class AuditLog
{
    /// <summary>That of the host's own: what is to be kept apart is in one place.</summary>
    public const string Category = "Dagstack.Extensions.Plugins.Audit";

    [LoggerMessage(350, LogLevel.Information, "{User} asks for {Action} of {Plugin}, from {Address}", EventName = "PluginActionAsked")]
    public static partial void ActionAsked(this ILogger logger, string user, string action, string plugin, string address);

    [LoggerMessage(351, LogLevel.Information, "The {Action} of {Plugin} that {User} asked for came to {Outcome}", EventName = "PluginActionDone")]
    public static partial void ActionDone(this ILogger logger, string action, string plugin, string user, string outcome);

    [LoggerMessage(352, LogLevel.Warning, "The {Action} of {Plugin} that {User} asked for failed ({Outcome}): {Reason}", EventName = "PluginActionFailed")]
    public static partial void ActionFailed(this ILogger logger, string action, string plugin, string user, string outcome, string reason);

    [LoggerMessage(353, LogLevel.Warning, "Refused the {Action} of {Plugin} that {User} asked for, from {Address}: {Reason}", EventName = "PluginActionRefused")]
    public static partial void ActionRefused(this ILogger logger, string action, string plugin, string user, string address, string reason);

    [LoggerMessage(354, LogLevel.Information, "{User} asks for {Action} of {Units}, from {Address}", EventName = "UnitActionAsked")]
    public static partial void UnitActionAsked(this ILogger logger, string user, string action, string units, string address);

    [LoggerMessage(355, LogLevel.Information, "The {Action} of {Units} that {User} asked for came to {Outcome}", EventName = "UnitActionDone")]
    public static partial void UnitActionDone(this ILogger logger, string action, string units, string user, string outcome);

    [LoggerMessage(356, LogLevel.Warning, "The {Action} of {Units} that {User} asked for failed: {Reason}", EventName = "UnitActionFailed")]
    public static partial void UnitActionFailed(this ILogger logger, string action, string units, string user, string reason);

    [LoggerMessage(357, LogLevel.Warning, "Refused the {Action} of {Units} that {User} asked for, from {Address}: {Reason}", EventName = "UnitActionRefused")]
    public static partial void UnitActionRefused(this ILogger logger, string action, string units, string user, string address, string reason);
}
