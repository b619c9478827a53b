using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Shared;

/// <summary>A logger without Trace.</summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Trace && inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel > LogLevel.Trace)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
