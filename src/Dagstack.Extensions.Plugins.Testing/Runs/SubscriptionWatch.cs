using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Sees in the log of a host which subscriptions a plugin has left behind. See docs/operations.md, event 80.</summary>
/// <param name="plugin">The plugin.</param>
internal sealed class SubscriptionWatch(string plugin) : ILoggerProvider, ILogger
{
    private const int SubscriptionsForgotten = 80;

    private readonly ConcurrentQueue<string> _topics = new();

    /// <summary>Gets the topics, as the log has them.</summary>
    public IReadOnlyList<string> Topics => [.. _topics.Distinct()];

    public ILogger CreateLogger(string categoryName) => categoryName == "Dagstack.Extensions.Plugins" ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == SubscriptionsForgotten && state is IReadOnlyList<KeyValuePair<string, object?>> values && Of("Plugin") == plugin && Of("Topics") is { } topics)
        {
            _topics.Enqueue(topics);
        }

        string? Of(string name) => values.FirstOrDefault(value => value.Key == name).Value?.ToString();
    }

    public void Dispose()
    {
        // It is asked after its host has ended.
    }
}
