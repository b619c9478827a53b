using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Testing.Fakes;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Events for a test that calls a plugin's setup itself: it keeps what is published, and calls handlers at once.</summary>
/// <remarks>
/// Unlike a host, <see cref="PluginEvents.Publish{T}"/> returns when handlers have come to their first await, and nothing is dropped before its subscription ends. All members may be used by several threads.
/// See docs/testing-a-plugin.md.
/// </remarks>
public sealed class RecordingEvents : PluginEvents
{
    private readonly EventRecord _record = new();
    private readonly ConcurrentDictionary<RecordingSubscription, byte> _open = new();

    // Also those that have ended: the handler of one may still run.
    private readonly ConcurrentQueue<RecordingSubscription> _all = new();

    /// <summary>Gets what was published so far, in order.</summary>
    public IReadOnlyList<PublishedEvent> Published => _record.Published;

    /// <summary>Gets what is subscribed to now, in ordinal order. After the plugin's teardown it ought to be empty.</summary>
    public IReadOnlyList<string> Subscribed => [.. _open.Keys.Select(static subscription => subscription.Topic).Order(StringComparer.Ordinal)];

    /// <summary>Waits for the first event of a topic, if it has not come already.</summary>
    /// <param name="topic">The topic, as it is published.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is null.</exception>
    public Task<PublishedEvent> WaitForAsync(string topic, CancellationToken cancellationToken = default) => _record.WaitForAsync(topic, cancellationToken);

    /// <summary>Waits until handlers have handled what was published up to now.</summary>
    /// <returns>A task that fails with what a handler has thrown, which a host would log.</returns>
    public Task WhenHandledAsync() => Task.WhenAll(_all.Select(static subscription => subscription.Last));

    /// <inheritdoc/>
    protected override bool HasSubscribers(string topic) => true;

    /// <inheritdoc/>
    protected override void PublishCore(string topic, object? payload, Type declaredType)
    {
        _record.Add(new() { Topic = topic, Payload = payload });
        foreach (var subscription in _open.Keys.Where(subscription => subscription.Has(topic)))
        {
            subscription.Post(topic, payload);
        }
    }

    /// <inheritdoc/>
    protected override PluginSubscription SubscribeCore(string topic, PluginEventHandler handler, PluginSubscriptionOptions? options)
    {
        var subscription = new RecordingSubscription(topic, handler, ended => _open.TryRemove(ended, out _));
        _all.Enqueue(subscription);
        _open.TryAdd(subscription, 0);
        return subscription;
    }
}
