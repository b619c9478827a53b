using System.Collections.Concurrent;
using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>The host service that fixture plugins write to.</summary>
internal sealed class EventLog : IEventSink
{
    private readonly ConcurrentQueue<string> _events = new();

    public IReadOnlyList<string> Events => [.. _events];

    public void Add(string text) => _events.Enqueue(text);

    public Task WaitForAsync(string text) => Wait.UntilAsync(() => _events.Contains(text), text);
}
