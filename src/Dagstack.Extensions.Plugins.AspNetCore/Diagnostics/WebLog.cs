using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;

/// <summary>The messages of this package. Event ids are stable and never reused.</summary>
internal static partial class WebLog
{
    public const string Category = "Dagstack.Extensions.Plugins.AspNetCore";

    [LoggerMessage(340, LogLevel.Critical, "The plugins at {Pattern} are hidden: every request there is answered with 404, since nothing says who may see them. Add .RequireAuthorization() to MapDagstackPlugins, or .AllowAnonymous() if anybody may", EventName = "PluginsHidden")]
    public static partial void HiddenFromAll(this ILogger logger, string pattern);

    [LoggerMessage(341, LogLevel.Warning, "The plugins at {Pattern} are hidden from a request for the host {Host}, since no user is authenticated, and any site may take such a name. Ask for localhost or an address, put the name into AllowedHosts of the configuration, or add .RequireAuthorization() with a policy that requires an authenticated user to MapDagstackPlugins", EventName = "PluginsHiddenFromHost")]
    public static partial void HiddenFromHost(this ILogger logger, string pattern, string host);

    [LoggerMessage(342, LogLevel.Error, "What the host says of its plugins could not be read", EventName = "PluginsNotRead")]
    public static partial void NotRead(this ILogger logger, Exception exception);

    [LoggerMessage(343, LogLevel.Critical, "{Problems}", EventName = "EndpointKeysWrong")]
    public static partial void KeysWrong(this ILogger logger, string problems);

    [LoggerMessage(344, LogLevel.Warning, "The endpoints could not be looked at for keys of plugins", EventName = "EndpointKeysNotRead")]
    public static partial void KeysNotLookedAt(this ILogger logger, Exception exception);
}
