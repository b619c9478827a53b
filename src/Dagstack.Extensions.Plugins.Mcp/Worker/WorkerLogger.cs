using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>A logger whose messages go to the log of the host, each with its exception.</summary>
internal sealed class WorkerLogger(WorkerLogs logs, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logs.Begin(state);

    public bool IsEnabled(LogLevel logLevel) => logs.Wants(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var text = formatter(state, exception);
            logs.Write(category, logLevel, eventId, exception is null ? text : $"{text}{Environment.NewLine}{exception}");
        }
    }
}
