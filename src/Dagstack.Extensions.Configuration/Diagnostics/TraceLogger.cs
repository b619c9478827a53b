using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Diagnostics;

/// <summary>Takes messages while there is no logger: configuration is there before the host's logs are.</summary>
internal sealed class TraceLogger : ILogger
{
    public static TraceLogger Instance { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Trace.TraceWarning($"{Diagnostics.Log.Category}: {formatter(state, exception)} {exception}");
        }
    }
}
