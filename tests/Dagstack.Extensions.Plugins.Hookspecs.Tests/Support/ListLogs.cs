using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>Keeps the warnings of the package.</summary>
internal sealed class ListLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _warnings = new();

    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Gets a value indicating whether each message of the package makes it fail.</summary>
    public bool Throws { get; init; }

    public ILogger CreateLogger(string categoryName) => categoryName == "Dagstack.Extensions.Plugins.Hookspecs" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
        {
            _warnings.Enqueue(formatter(state, exception));
            if (Throws)
            {
                throw new IOException("The log is full.");
            }
        }
    }

    public void Dispose()
    {
        // Nothing to end.
    }
}
