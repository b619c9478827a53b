using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>Every message of the plugin host. Event ids are stable and never reused.</summary>
internal static partial class Log
{
    /// <summary>The category of the host's own messages.</summary>
    public const string Category = "Dagstack.Extensions.Plugins";

    [LoggerMessage(1, LogLevel.Information, "{Ready} ready, {Unavailable} unavailable in {Milliseconds} ms", EventName = "PluginsStarted")]
    public static partial void PluginsStarted(this ILogger logger, int ready, int unavailable, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "Plugin {Plugin} is {State} ({Code}): {Reason}", EventName = "PluginNotReady")]
    public static partial void PluginNotReady(this ILogger logger, string plugin, string state, string? code, string? reason);

    [LoggerMessage(10, LogLevel.Information, "Plugin {Plugin} is disabled: {Reason}", EventName = "PluginDisabled")]
    public static partial void PluginDisabled(this ILogger logger, string plugin, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "Plugin discovery: {Finding}", EventName = "DiscoveryFinding")]
    public static partial void DiscoveryFinding(this ILogger logger, string finding);

    [LoggerMessage(4, LogLevel.Information, "Plugin {Plugin} ships a copy of {Assembly} at {Path}, which is ignored: it is shared with the host", EventName = "IgnoredCopy")]
    public static partial void IgnoredCopy(this ILogger logger, PluginId plugin, string assembly, string path);

    [LoggerMessage(45, LogLevel.Information, "Plugin {Plugin} has {Assembly} and {File} for one module: the assembly is loaded, and {File} is ignored", EventName = "IgnoredSource")]
    public static partial void IgnoredSource(this ILogger logger, PluginId plugin, string assembly, string file);

    [LoggerMessage(5, LogLevel.Debug, "Plugin {Plugin} is ready", EventName = "PluginReady")]
    public static partial void PluginReady(this ILogger logger, PluginId plugin);

    [LoggerMessage(6, LogLevel.Debug, "Plugin {Plugin} is stopped", EventName = "PluginStopped")]
    public static partial void PluginStopped(this ILogger logger, PluginId plugin);

    [LoggerMessage(7, LogLevel.Error, "Plugin {Plugin} failed to tear down: {Reason}", EventName = "TeardownFailed")]
    public static partial void TeardownFailed(this ILogger logger, PluginId plugin, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Plugin {Plugin} finished its {Operation} after the host had given it up", EventName = "FinishedLate")]
    public static partial void FinishedLate(this ILogger logger, PluginId plugin, string operation);

    [LoggerMessage(9, LogLevel.Error, "Plugin {Plugin} failed to start", EventName = "StartFailed")]
    public static partial void StartFailed(this ILogger logger, PluginId plugin, Exception exception);

    [LoggerMessage(11, LogLevel.Information, "Plugins of {Root} are looked for in {Folder}", EventName = "RootFound")]
    public static partial void RootFound(this ILogger logger, string root, string folder);

    [LoggerMessage(12, LogLevel.Warning, "Configuration of plugin {Plugin}: {Problem}", EventName = "ConfigurationWarning")]
    public static partial void ConfigurationWarning(this ILogger logger, PluginId plugin, string problem);

    [LoggerMessage(13, LogLevel.Warning, "A change of the configuration of plugin {Plugin} is invalid, and the old values stay: {Problems}", EventName = "ConfigurationRefused")]
    public static partial void ConfigurationRefused(this ILogger logger, PluginId plugin, string problems);

    [LoggerMessage(14, LogLevel.Error, "Plugin {Plugin} failed to take over a change of its configuration", EventName = "ConfigurationListenerFailed")]
    public static partial void ConfigurationListenerFailed(this ILogger logger, PluginId plugin, Exception exception);

    [LoggerMessage(15, LogLevel.Debug, "The active plugin of the kind {Kind} is {Plugin}, by {Source}", EventName = "ActiveChosen")]
    public static partial void ActiveChosen(this ILogger logger, string kind, string plugin, string source);

    [LoggerMessage(16, LogLevel.Warning, "A key of [FromKeyedServices] that no such plugin has: {Problem}", EventName = "KeyNotFound")]
    public static partial void KeyNotFound(this ILogger logger, string problem);

    [LoggerMessage(17, LogLevel.Warning, "Plugin {Plugin} takes {Dependency} as a constructor parameter without declaring it: it is started after it all the same. Add it to 'depends_on' in the manifest", EventName = "UndeclaredDependency")]
    public static partial void UndeclaredDependency(this ILogger logger, PluginId plugin, string dependency);

    [LoggerMessage(18, LogLevel.Warning, "Plugin {Plugin} is degraded: {Reason}", EventName = "PluginDegraded")]
    public static partial void PluginDegraded(this ILogger logger, PluginId plugin, string reason);

    [LoggerMessage(19, LogLevel.Error, "Plugin {Plugin} is unavailable, since its health check fails: {Reason}", EventName = "HealthFailed")]
    public static partial void HealthFailed(this ILogger logger, PluginId plugin, string reason);

    [LoggerMessage(20, LogLevel.Information, "Plugin {Plugin} is healthy again", EventName = "HealthRecovered")]
    public static partial void HealthRecovered(this ILogger logger, PluginId plugin);

    [LoggerMessage(21, LogLevel.Information, "Plugin {Plugin} is unavailable, and is tried again", EventName = "RetryingPlugin")]
    public static partial void RetryingPlugin(this ILogger logger, string plugin);

    [LoggerMessage(22, LogLevel.Error, "Plugin {Plugin} failed to take a notification: {Reason}", EventName = "NotifyFailed")]
    public static partial void NotifyFailed(this ILogger logger, PluginId plugin, string reason, Exception exception);

    [LoggerMessage(23, LogLevel.Error, "Plugin {Plugin} has died: {Reason}", EventName = "PluginDied")]
    public static partial void PluginDied(this ILogger logger, PluginId plugin, string reason);

    [LoggerMessage(24, LogLevel.Information, "Plugin {Plugin} serves again after {Attempts} attempts to start it", EventName = "PluginRestarted")]
    public static partial void PluginRestarted(this ILogger logger, PluginId plugin, int attempts);

    [LoggerMessage(25, LogLevel.Warning, "Plugin {Plugin} keeps as long as it runs what the host has one of for each scope: {Services}. Take IServiceScopeFactory in the constructor of the plugin's class in place of it (a class that the plugin registers: that of PluginServicesContext.HostServices), and get it from a scope in each call; or register it as a singleton", EventName = "ScopedServiceKept")]
    public static partial void ScopedServiceKept(this ILogger logger, PluginId plugin, string services);

    [LoggerMessage(26, LogLevel.Warning, "Plugin {Plugin} is still starting, and the host goes on without it. Its calls fail until it is ready", EventName = "PluginStillStarting")]
    public static partial void PluginStillStarting(this ILogger logger, string plugin);

    [LoggerMessage(27, LogLevel.Information, "The active plugin of the kind {Kind} is {Plugin} from now on, by a call of IPluginRegistry.Activate. Before that: {Before}", EventName = "ActiveChanged")]
    public static partial void ActiveChanged(this ILogger logger, string kind, PluginId plugin, string before);

    [LoggerMessage(30, LogLevel.Information, "{Percent} % done", EventName = "Progress")]
    public static partial void Progress(this ILogger logger, int percent);

    [LoggerMessage(31, LogLevel.Information, "{Percent} % done: {Message}", EventName = "ProgressMessage")]
    public static partial void ProgressMessage(this ILogger logger, int percent, string message);

    [LoggerMessage(34, LogLevel.Information, "Event: {Type}", EventName = "ProgressEvent")]
    public static partial void ProgressEvent(this ILogger logger, string type);

    [LoggerMessage(32, LogLevel.Warning, "'{Path}' in a plugin's temporary folder could not be removed and stays until someone deletes it: {Reason}", EventName = "TempNotRemoved")]
    public static partial void TempNotRemoved(this ILogger logger, string path, string reason);

    [LoggerMessage(33, LogLevel.Debug, "The unfinished file '{Path}' of a store stays for now: {Reason}", EventName = "UnfinishedKept")]
    public static partial void UnfinishedKept(this ILogger logger, string path, string reason);

    [LoggerMessage(50, LogLevel.Information, "Plugin {Plugin} was reloaded: generation {Generation} serves after {Milliseconds} ms", EventName = "PluginReloaded")]
    public static partial void PluginReloaded(this ILogger logger, PluginId plugin, int generation, long milliseconds);

    [LoggerMessage(51, LogLevel.Error, "Plugin {Plugin} could not be reloaded ({Code}); generation {Generation} of it is {State}: {Reason}", EventName = "ReloadFailed")]
    public static partial void ReloadFailed(this ILogger logger, PluginId plugin, string? code, int generation, string state, string? reason);

    [LoggerMessage(52, LogLevel.Information, "Plugin {Plugin} was added", EventName = "PluginAdded")]
    public static partial void PluginAdded(this ILogger logger, string plugin);

    [LoggerMessage(53, LogLevel.Information, "Plugin {Plugin} was removed: {Folder} is gone", EventName = "PluginRemoved")]
    public static partial void PluginRemoved(this ILogger logger, string plugin, string? folder);

    [LoggerMessage(54, LogLevel.Debug, "Generation {Generation} of plugin {Plugin} is unloaded after {Milliseconds} ms", EventName = "PluginUnloaded")]
    public static partial void PluginUnloaded(this ILogger logger, PluginId plugin, int generation, long milliseconds);

    [LoggerMessage(55, LogLevel.Warning, "Generation {Generation} of plugin {Plugin} is still alive: {Hints}", EventName = "PluginStillAlive")]
    public static partial void PluginStillAlive(this ILogger logger, PluginId plugin, int generation, string hints);

    [LoggerMessage(56, LogLevel.Debug, "The copy '{Path}' of a plugin's file could not be removed and stays until the next host starts: {Reason}", EventName = "CopyNotRemoved")]
    public static partial void CopyNotRemoved(this ILogger logger, string path, string reason);

    [LoggerMessage(57, LogLevel.Warning, "Watching for changes of plugins: {Problem}", EventName = "WatchProblem")]
    public static partial void WatchProblem(this ILogger logger, string problem);

    [LoggerMessage(58, LogLevel.Warning, "'{Path}' is a pipe, a socket or a device, and is not copied with the plugin that it belongs to", EventName = "NotCopied")]
    public static partial void NotCopied(this ILogger logger, string path);

    [LoggerMessage(35, LogLevel.Warning, "Progress of plugin {Plugin} was not told to the caller, whose sink threw; the call goes on: {Reason}", EventName = "CallerProgressFailed")]
    public static partial void CallerProgressFailed(this ILogger logger, PluginId plugin, string reason, Exception exception);

    [LoggerMessage(90, LogLevel.Warning, "{Dropped} lines of this plugin were dropped: it may log {PerSecond} lines a second, and {Burst} at once. Log less, or raise MaxLogLinesPerSecond in AddDagstackPlugins", EventName = "LogLinesDropped")]
    public static partial void LogLinesDropped(this ILogger logger, long dropped, int perSecond, int burst);

    [LoggerMessage(40, LogLevel.Error, "Plugin {Plugin} failed to say which functions it has, and is left out: {Reason}", EventName = "ToolsUnknown")]
    public static partial void ToolsUnknown(this ILogger logger, PluginId plugin, string reason, Exception exception);

    [LoggerMessage(41, LogLevel.Warning, "The function '{Function}' of plugin {Plugin} cannot be called: {Reason}", EventName = "ToolRefused")]
    public static partial void ToolRefused(this ILogger logger, PluginId plugin, string function, string reason);

    [LoggerMessage(42, LogLevel.Warning, "The function '{Function}' of plugin {Plugin} has a name that not every model and protocol takes; it is served all the same. Use lower-case letters, digits and '_', beginning with a letter", EventName = "ToolNameUnusual")]
    public static partial void ToolNameUnusual(this ILogger logger, PluginId plugin, string function);

    [LoggerMessage(80, LogLevel.Warning, "Plugin {Plugin} was torn down and had not disposed its subscriptions to {Topics}, which were ended for it. Dispose them in TeardownAsync, Dispose or DisposeAsync of the plugin", EventName = "SubscriptionsForgotten")]
    public static partial void SubscriptionsForgotten(this ILogger logger, PluginId plugin, string topics);

    [LoggerMessage(81, LogLevel.Error, "A handler of {Subscriber} failed, and the event '{Topic}' is lost for it: {Reason}", EventName = "EventHandlerFailed")]
    public static partial void EventHandlerFailed(this ILogger logger, string subscriber, string topic, string reason, Exception exception);

    [LoggerMessage(82, LogLevel.Warning, "The subscription of {Subscriber} to '{Topic}' has lost {Dropped} events by now, since its handler is slower than they come and no more than {Capacity} wait. Make the handler faster, or give the subscription a larger capacity", EventName = "EventsDropped")]
    public static partial void EventsDropped(this ILogger logger, string subscriber, string topic, long dropped, int capacity);

    [LoggerMessage(83, LogLevel.Error, "The event '{Topic}' of {Publisher} is lost for {Subscriber}, since its payload cannot be carried to a handler that takes {Type}: {Reason}", EventName = "EventNotCarried")]
    public static partial void EventNotCarried(this ILogger logger, string topic, string publisher, string subscriber, string type, string reason);
}
