using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>A logger that does what a test wants of it at each message of the package, by the name of its event.</summary>
internal sealed class ScriptedLogger(Action<string> told) : ILoggerProvider, ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => categoryName == "Dagstack.Extensions.Configuration" ? this : NullLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => told(eventId.Name!);

    public void Dispose()
    {
    }
}
