using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Shared;

/// <summary>A logger whose providers may throw without anything else failing for it, and whose messages do not act on a terminal. What could not be taken goes to the trace.</summary>
/// <param name="inner">The logger.</param>
/// <param name="keepsText">Whether messages are written as they are: those of others, which may have lines.</param>
internal sealed class GuardedLogger(ILogger inner, bool keepsText = false) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner.BeginScope(state) is { } scope ? new Scope(scope) : null;
        }
        catch (Exception)
        {
            // A scope is of no use where nothing is written, and the message itself says what is wrong.
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            // Asked again when there is something to write.
            return true;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, keepsText ? formatter : (logged, fault) => Excerpt.Lines(formatter(logged, fault)));
        }
        catch (Exception fault)
        {
            Trace.TraceError($"A message could not be logged, since a logging provider threw {ExceptionText.Full(fault)}: {formatter(state, exception)}");
        }
    }
    private sealed class Scope(IDisposable inner) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                inner.Dispose();
            }
            catch (Exception)
            {
                // What was written within it is written.
            }
        }
    }
}
