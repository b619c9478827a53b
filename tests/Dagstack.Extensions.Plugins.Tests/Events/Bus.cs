using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>The events of a host without plugins, and its log.</summary>
internal sealed class Bus : IAsyncDisposable
{
    private readonly TestProvider _host;

    public Bus(Action<DagstackPluginOptions>? configure = null) =>
        _host = TestProvider.Build(configure ?? (static _ => { }), services => services.AddLogging(logging => logging.AddProvider(Logs)));

    public TestLogs Logs { get; } = new();

    public PluginEvents Events => _host.Services.GetRequiredService<PluginEvents>();

    /// <summary>Subscribes with a handler that keeps what it gets.</summary>
    public PluginSubscription Keep<T>(string topic, ConcurrentQueue<T> kept, int? capacity = null) => Events.Subscribe<T>(
        topic,
        (published, _) =>
        {
            kept.Enqueue(published.Payload);
            return default;
        },
        new() { Capacity = capacity });

    /// <summary>Finds the lines of the log that are of one event.</summary>
    public IReadOnlyList<string> Lines(int id) => [.. Logs.Lines.Where(line => line.Contains($"[{id}]", StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
