using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Keeps messages with their events and scopes.</summary>
internal sealed class ScopedLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<ScopedLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<ScopedLine> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Category(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Category(ScopedLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var (texts, values) = (new List<string>(), new List<string>());
            lines._scopes.ForEachScope(
                static (scope, kept) =>
                {
                    kept.texts.Add($"{scope}");
                    kept.values.AddRange((scope as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(static pair => $"{pair.Key}={pair.Value}"));
                },
                (texts, values));
            lines._lines.Enqueue(new(logLevel, eventId, formatter(state, exception), texts, values));
        }
    }
}
