using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Does something with each line of the log, on the thread that writes it.</summary>
internal sealed class LogHook(Action<string> said) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => said(formatter(state, exception));

    public void Dispose()
    {
    }
}
