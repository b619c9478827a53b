using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>A plugin's logger, whose messages are within a scope that says whose they are and on whose behalf.</summary>
/// <param name="inner">The host's logger of the plugin's category.</param>
/// <param name="plugin">The plugin.</param>
/// <param name="allowance">How much it may log; null for any number of lines.</param>
internal sealed class PluginLog(ILogger inner, PluginManifest plugin, LogAllowance? allowance = null) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(logLevel) && allowance?.Take(logLevel) != false)
        {
            using (inner.BeginScope(new PluginLogScope(plugin, CallMetadata.Current)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
