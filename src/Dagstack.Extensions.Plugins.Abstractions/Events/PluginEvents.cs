namespace Dagstack.Extensions.Plugins;

/// <summary>Where plugins and the application tell each other what has happened: whoever publishes does not know who listens.</summary>
/// <remarks>
/// In this process only. An event reaches each subscription at most once, is not kept, and comes in the order in which one publisher has published.
/// A plugin has it in its context and as a constructor parameter, the application as a service. May be used by several threads.
/// See docs/events.md and §12 of the plugin contract.
/// </remarks>
public abstract class PluginEvents
{
    /// <summary>Tells all who have subscribed to a topic that something has happened. It waits for none of them.</summary>
    /// <remarks>
    /// Without a subscriber it costs nothing. A payload whose type is shared is handed over as it is, so do not alter it afterwards; one of a type of the plugin's
    /// own reaches others by JSON, as a new object. What cannot be written as JSON is logged, and lost for those. Once the host has ended, nothing happens.
    /// </remarks>
    /// <param name="topic">The topic, such as <c>index.updated</c>: parts of lower-case letters, digits, <c>_</c> and <c>-</c> with a dot between two of them, of 256 characters at most.</param>
    /// <param name="payload">What there is to say about it.</param>
    /// <typeparam name="T">The type of what there is to say.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topic"/> is no topic.</exception>
    public void Publish<T>(string topic, T payload)
    {
        EventTopic.ThrowIfInvalid(topic, nameof(topic));
        if (HasSubscribers(topic))
        {
            PublishCore(topic, payload, typeof(T));
        }
    }

    /// <summary>Has a handler called for the events of a topic, one after the other, until the subscription is disposed or the plugin is torn down.</summary>
    /// <remarks>
    /// Each subscription has a queue and a reader of its own: a handler that is slow or blocks holds up nobody else. When the queue is full, the oldest event is dropped and counted.
    /// What a handler throws is logged, and the next event comes. It runs without what was ambient where the event was published, call metadata included.
    /// </remarks>
    /// <param name="topic">A topic, or the beginning of topics with <c>.*</c> at its end, such as <c>index.*</c>, which is all that begins with <c>index.</c>; <c>*</c> for all.</param>
    /// <param name="handler">Called for each event. Its token is cancelled when the subscription ends.</param>
    /// <param name="options">What differs from the defaults.</param>
    /// <typeparam name="T">The type that it takes payloads as. What is of another type is carried through JSON; what JSON cannot make one of is logged and lost. <see cref="object"/> takes all: what comes through JSON is a JsonElement.</typeparam>
    /// <returns>The subscription, to be disposed by whoever asked for it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> or <paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topic"/> is nothing to subscribe to.</exception>
    /// <exception cref="ObjectDisposedException">The plugin is being torn down, or the host has ended.</exception>
    public PluginSubscription Subscribe<T>(string topic, Func<PluginEvent<T>, CancellationToken, ValueTask> handler, PluginSubscriptionOptions? options = null)
    {
        EventTopic.ThrowIfInvalidPattern(topic, nameof(topic));
        ArgumentNullException.ThrowIfNull(handler);
        return SubscribeCore(topic, new TypedEventHandler<T>(handler), options);
    }

    /// <summary>Tells whether anybody would get an event.</summary>
    /// <param name="topic">A valid topic.</param>
    /// <returns>False if nothing is to be published.</returns>
    protected abstract bool HasSubscribers(string topic);

    /// <summary>Publishes an event that somebody has subscribed to.</summary>
    /// <param name="topic">A valid topic.</param>
    /// <param name="payload">What came with it.</param>
    /// <param name="declaredType">The type that the publisher has called it.</param>
    protected abstract void PublishCore(string topic, object? payload, Type declaredType);

    /// <summary>Adds a subscription.</summary>
    /// <param name="topic">A valid topic, or a valid beginning of topics.</param>
    /// <param name="handler">What is called.</param>
    /// <param name="options">What differs from the defaults; null for nothing.</param>
    /// <returns>The subscription.</returns>
    protected abstract PluginSubscription SubscribeCore(string topic, PluginEventHandler handler, PluginSubscriptionOptions? options);
}
