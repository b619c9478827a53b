using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>A plugin's logger, whose messages are within a scope that says whose they are and on whose behalf.</summary>
internal sealed class PluginLog(ILogger inner, PluginManifest plugin) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(logLevel))
        {
            using (inner.BeginScope(new PluginLogScope(plugin, CallMetadata.Current)))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
