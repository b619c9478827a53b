using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Json;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>What became of the events of one subscription: counted, measured, and what is lost is said.</summary>
/// <param name="plugin">The plugin that has subscribed; null for the application.</param>
/// <param name="topic">What it has subscribed to.</param>
/// <param name="capacity">How many may wait.</param>
/// <param name="type">What the handler takes.</param>
/// <param name="logger">Told what is lost.</param>
internal sealed class EventOutcomes(PluginId? plugin, string topic, int capacity, string type, ILogger logger) : IThreadPoolWorkItem
{
    private long _handled;
    private long _dropped;
    private long _failed;
    private long _saidAt = 1;

    public long Handled => Volatile.Read(ref _handled);

    public long Dropped => Volatile.Read(ref _dropped);

    public long Failed => Volatile.Read(ref _failed);

    private string Subscriber => NameOf(plugin);

    public void Succeeded()
    {
        Interlocked.Increment(ref _handled);
        EventMeter.Count(plugin, topic, "handled");
    }

    /// <summary>An event was dropped, since the subscription has ended.</summary>
    public long Drop()
    {
        var dropped = Interlocked.Increment(ref _dropped);
        EventMeter.Count(plugin, topic, "dropped");
        return dropped;
    }

    /// <summary>An event was dropped for a newer one. It is said of the first, the tenth, the hundredth and so on: a queue that is full stays so.</summary>
    public void Overflow()
    {
        var (dropped, next) = (Drop(), Volatile.Read(ref _saidAt));
        if (dropped >= next && Interlocked.CompareExchange(ref _saidAt, next * 10, next) == next)
        {
            // Whoever publishes does not wait for a log.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => logger.EventsDropped(Subscriber, topic, Dropped, capacity);

    /// <summary>The handler threw. That its token was cancelled at the end of its subscription is nothing to be said.</summary>
    public void HandlerFailed(string published, Exception fault, bool isEnding)
    {
        Fail();
        if (!isEnding || fault is not OperationCanceledException)
        {
            logger.EventHandlerFailed(Subscriber, published, ExceptionText.Full(fault), ExceptionText.Detached(fault));
        }
    }

    public void NotCarried(string published, PluginId? publisher, string reason)
    {
        Fail();
        logger.EventNotCarried(published, NameOf(publisher), Subscriber, type, reason);
    }

    private void Fail()
    {
        Interlocked.Increment(ref _failed);
        EventMeter.Count(plugin, topic, "failed");
    }

    private static string NameOf(PluginId? owner) => owner is { } id ? $"plugin {id}" : "the application";
}
